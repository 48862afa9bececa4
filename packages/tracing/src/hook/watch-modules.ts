import { builtInModule } from "../diagnostics/built-in-module.ts";
import { oncePerProcess } from "../exchange/once-per-process.ts";

/** A CommonJS module of Node, as far as it is looked at. */
export interface LoadedModule {
  readonly filename: string | null;
  readonly exports: unknown;
  readonly children?: readonly LoadedModule[];
}

interface Compiling {
  _compile?: (this: LoadedModule, ...args: unknown[]) => unknown;
}

/** Is shown a module. Must not throw. */
type Show = (module: LoadedModule) => void;

/** The one watch of a process, which all copies of this library share. */
interface ModuleWatch {
  readonly listeners: Set<Show>;
}

const WATCH = Symbol.for("braintrust-replicate.modules.1");

/**
 * Shows each CommonJS module right after its code has run and before whoever asked for it gets it,
 * and those that are loaded already. `import` of a CommonJS package comes this way as well, and so
 * do loaders that translate code; only a loader that hands the source of CommonJS modules to
 * Node's ES module loader passes it by.
 */
export function watchModules(show: Show): void {
  const { listeners } = oncePerProcess(WATCH, startWatch);
  for (const module of loadedModules()) show(module);
  listeners.add(show);
}

function startWatch(): ModuleWatch {
  const listeners = new Set<Show>();
  // Not imported: where there is no such module, the rest of what imports this file still works.
  const prototype = builtInModule("node:module")?.Module.prototype as Compiling | undefined;
  const original = prototype?._compile;
  if (prototype === undefined || typeof original !== "function") return { listeners };
  const watched: typeof original = function _compile(...args) {
    const result = original.apply(this, args);
    for (const show of listeners) show(this);
    return result;
  };
  // Not by assignment: where Node's own classes are frozen it would throw.
  Reflect.set(prototype, "_compile", watched);
  if ("bun" in process.versions) loadClient();
  return { listeners };
}

/** What a module exports. Not by reading: an app may load it when it is first asked for. */
export function exportsOf(module: LoadedModule): unknown {
  return Object.getOwnPropertyDescriptor(module, "exports")?.value;
}

/** Bun compiles modules out of sight: the app's client is loaded now, and seen like what is loaded. */
function loadClient(): void {
  for (const base of [process.argv[1], `${process.cwd()}/`]) {
    try {
      if (base !== undefined) builtInModule("node:module")?.createRequire(base)("replicate");
    } catch {
      // Not installed as seen from here.
    }
  }
}

/** All CommonJS modules of the process. */
export function loadedModules(): readonly LoadedModule[] {
  const require = builtInModule("node:module")?.createRequire(`${process.cwd()}/`);
  return Object.values(require?.cache ?? {}).filter((module) => module !== undefined);
}
