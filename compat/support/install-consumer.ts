import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Tarball } from "./pack.ts";
import { runNpm } from "./run-npm.ts";

/**
 * Makes a project outside of the repository, where nothing is found but what is installed: the
 * tools of its lock file and our packages as npm would get them.
 */
export async function installConsumer(
  template: string,
  { folder, tarballs }: { readonly folder: string; readonly tarballs: readonly Tarball[] },
): Promise<void> {
  cpSync(join(import.meta.dirname, "..", "consumers", template), folder, {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  await runNpm(["ci", "--prefer-offline"], folder);
  const paths = tarballs.map(({ path }) => path);
  await runNpm(["install", "--no-save", "--prefer-offline", ...paths], folder);
}
