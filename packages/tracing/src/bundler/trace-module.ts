import { BuildWatch } from "./build-watch.ts";

/**
 * The loader for webpack and Turbopack, as a function: the client's module with tracing, every other
 * module as it is.
 *
 * @param code - The module's text.
 * @param path - Where it lies.
 */
export function traceModule(code: string, path: string): string {
  const watch = new BuildWatch();
  const traced = watch.transform(code, path);
  watch.end();
  return traced ?? code;
}
