import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The address of the file that this ends up in; the build puts in what each format has for it. */
declare const __braintrust_replicate_file__: string | undefined;

/**
 * A file of this package, by its path in it. Bundlers and Next.js are given files, not names:
 * names could not be found from everywhere, strict package managers see to that.
 *
 * @throws {Error} when there is no such file.
 */
export function ownFile(path: string): string {
  const found = join(packageFolder(), path);
  if (!existsSync(found)) throw new Error(`${path} is missing in the package`);
  return found;
}

function packageFolder(): string {
  const own = typeof __braintrust_replicate_file__ === "string" && __braintrust_replicate_file__;
  if (!own) return dirname(createRequire(`${process.cwd()}/`).resolve(`${NAME}/package.json`));
  let folder = dirname(own.startsWith("file:") ? fileURLToPath(own) : own);
  // The formats have a `package.json` each, which has no name.
  while (!existsSync(join(folder, "LICENSE")) && folder !== dirname(folder)) {
    folder = dirname(folder);
  }
  return folder;
}

const NAME = "braintrust-replicate";
