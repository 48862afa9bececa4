import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { ownFile } from "./package-folder.ts";

/** Where the client's module makes its class known, in every supported version. */
const EXPORT = "module.exports = Replicate";

/** What a module is handed to, in the format that every bundler can bundle. */
const RECEIVER = "dist/esm/bundler/bundled.js";

/**
 * Whether a file is the module of the client: the entry of a package named `replicate`, under
 * whatever name it is installed.
 */
export function isClientModule(path: string): boolean {
  return basename(path) === "index.js" && nameOfPackage(dirname(path)) === "replicate";
}

/**
 * The client's module with one more statement, which hands the class to the tracer. What was there
 * stays where it was, so that every line keeps its number and every source map holds.
 *
 * The module is CommonJS, and so is the statement: in the format that the bundler makes of the one
 * it makes the other.
 *
 * @param receiver - The file that takes the class; that of this package, if not given.
 * @returns Nothing for a module that does not export the client as the supported versions do.
 */
export function withTracing(code: string, path: string, receiver?: string): string | undefined {
  if (!code.includes(EXPORT)) return undefined;
  // Found by its place: by its name it could not be found from everywhere.
  const from = relative(dirname(path), receiver ?? ownFile(RECEIVER)).replaceAll("\\", "/");
  return `${code}\n;require(${JSON.stringify(from)}).traceBundled(module.exports);\n`;
}

function nameOfPackage(folder: string): string | undefined {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    return (JSON.parse(text) as { readonly name?: string }).name;
  } catch {
    return undefined;
  }
}
