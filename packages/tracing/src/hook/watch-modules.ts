import Module, { createRequire } from "node:module";

/** A CommonJS module of Node, as far as it is looked at. */
export interface LoadedModule {
  readonly filename: string | null;
  readonly exports: unknown;
  readonly children?: readonly LoadedModule[];
}

interface Compiling {
  _compile?: (this: LoadedModule, ...args: unknown[]) => unknown;
}

/**
 * Shows each CommonJS module right after its code has run and before whoever asked for it gets it,
 * and those that are loaded already. `import` of a CommonJS package comes this way as well, and so
 * do loaders that translate code; only a loader that hands the source of CommonJS modules to
 * Node's ES module loader passes it by.
 *
 * @param show - Must not throw.
 * @returns whether modules can be watched here.
 */
export function watchModules(show: (module: LoadedModule) => void): boolean {
  const prototype = Module.prototype as Compiling;
  const original = prototype._compile;
  if (typeof original !== "function") return false;
  const watched: typeof original = function _compile(...args) {
    const result = original.apply(this, args);
    show(this);
    return result;
  };
  // Not by assignment: where Node's own classes are frozen it would throw.
  if (!Reflect.set(prototype, "_compile", watched)) return false;
  if ("bun" in process.versions) loadClient();
  for (const module of loadedModules()) show(module);
  return true;
}

/** Bun compiles modules out of sight: the app's client is loaded now, and seen like what is loaded. */
function loadClient(): void {
  for (const base of [process.argv[1], `${process.cwd()}/`]) {
    try {
      if (base !== undefined) createRequire(base)("replicate");
    } catch {
      // Not installed as seen from here.
    }
  }
}

/** All CommonJS modules of the process. */
export function loadedModules(): readonly LoadedModule[] {
  const { cache } = createRequire(`${process.cwd()}/`);
  return Object.values(cache).filter((module) => module !== undefined);
}
