import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNpm } from "./run-npm.ts";

/** Installs what the lock file of a folder says, unless that is what is there. */
export async function ensureInstalled(folder: string): Promise<void> {
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  // Inside of what is installed, so that it goes when that goes.
  const note = join(folder, "node_modules", ".installed-lock.json");
  if (contentOf(note) === lock) return;
  await runNpm(["ci", "--prefer-offline", "--prefix", folder], folder);
  writeFileSync(note, lock);
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
