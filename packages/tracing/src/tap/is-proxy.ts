import { builtInModule } from "../diagnostics/built-in-module.ts";

/**
 * Whether reading an object may run code of the app that nobody can see. Elsewhere than on Node a
 * proxy cannot be told from what it stands for: everything may be one.
 */
export const isProxy: (value: unknown) => boolean =
  builtInModule("node:util")?.types.isProxy ?? (() => true);
