import { builtInModule } from "../diagnostics/built-in-module.ts";
import type { BraintrustModule, BraintrustState } from "./braintrust-state.ts";

interface NodeModule {
  createRequire(from: string): NodeRequireLike;
}

interface NodeRequireLike {
  (id: string): unknown;
  resolve(id: string): string;
  readonly cache: ModuleCache;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

type ModuleCache = Readonly<Record<string, { readonly exports?: unknown } | undefined>>;

/** Where the SDK's CommonJS entry lies in its package. */
const COMMONJS_ENTRY = /[\\/]braintrust[\\/]dist[\\/][^\\/]+\.js$/;

/**
 * Finds the copy of the SDK that the app has loaded: the one whose state object is the process's.
 * `import` and `require` give two copies with two sets of classes, and an attachment is uploaded
 * only by the copy that made it.
 *
 * Loads nothing that is not loaded already, save that an ES module cannot be told from one that is
 * not: where no CommonJS copy made the state, the ES module beside it did.
 */
export function findBraintrust(state: BraintrustState): BraintrustModule | undefined {
  const module = builtInModule("node:module") as NodeModule | undefined;
  if (module === undefined) return undefined;
  const besideUs = loadedByRequire(ownCache(), state);
  if (besideUs) return besideUs;
  for (const base of bases()) {
    try {
      const require = module.createRequire(base);
      const found = loadedByRequire(require.cache, state) ?? loadedByImport(module, require, state);
      if (found) return found;
    } catch {
      // Not installed as seen from here; another base may see it.
    }
  }
  return undefined;
}

/**
 * What was loaded by whoever loaded our own CommonJS build. Jest has modules of its own, of which
 * a `require` that Node makes knows nothing.
 */
function ownCache(): ModuleCache {
  // Read as a property and not handed on, which bundlers would warn of.
  return typeof require === "function" ? (require.cache ?? {}) : {};
}

function loadedByRequire(cache: ModuleCache, state: BraintrustState): BraintrustModule | undefined {
  for (const [path, module] of Object.entries(cache)) {
    if (COMMONJS_ENTRY.test(path) && owns(module?.exports, state)) return module.exports;
  }
  return undefined;
}

/** `require` of an ES module that is loaded already answers its namespace at once. */
function loadedByImport(
  module: NodeModule,
  require: NodeRequireLike,
  state: BraintrustState,
): BraintrustModule | undefined {
  // A loader that translates ES modules (tsx) would answer a copy of its own, made for the purpose.
  if (translatesModules(require.extensions?.[".mjs"])) return undefined;
  const entry = require.resolve("braintrust");
  // Asked from inside the package, because Node warns of `require(esm)` outside of node_modules.
  const namespace = module.createRequire(entry)(entry.replace(/\.js$/, ".mjs"));
  return owns(namespace, state) ? namespace : undefined;
}

/** The first versions of Node that `require` ES modules (20.19, 22.12) have a handler of their own. */
function translatesModules(handler: unknown): boolean {
  return typeof handler === "function" && handler.name !== "loadESMFromCJS";
}

/** Whether a copy of the SDK made a state: its classes are the ones that count. */
export function owns(candidate: unknown, state: BraintrustState): candidate is BraintrustModule {
  if (typeof candidate !== "object" || candidate === null) return false;
  const { BraintrustState: State } = candidate as Partial<BraintrustModule>;
  return typeof State === "function" && state instanceof State;
}

/** Where `braintrust` may be resolvable: the app's main module, the working directory. */
function bases(): readonly string[] {
  const folder = `${process.cwd()}/`;
  return [process.argv[1] ?? folder, folder];
}
