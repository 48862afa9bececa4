import type * as nodeModule from "node:module";
import type * as nodeUtil from "node:util";

interface BuiltIns {
  readonly "node:module": typeof nodeModule;
  readonly "node:util": typeof nodeUtil;
}

/**
 * A module of Node's, without an import that other runtimes could not load. Next.js has the function
 * on its edge as well, and has it throw.
 */
export function builtInModule<Name extends keyof BuiltIns>(name: Name): BuiltIns[Name] | undefined {
  try {
    return globalThis.process?.getBuiltinModule?.(name) as unknown as BuiltIns[Name] | undefined;
  } catch {
    return undefined;
  }
}
