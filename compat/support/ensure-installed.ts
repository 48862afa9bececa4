import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runProgram } from "./run-program.ts";

const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const LOCK = new URL("../package-lock.json", import.meta.url);
/** Inside of what is installed, so that it goes when that goes. */
const INSTALLED = new URL("../node_modules/.installed-lock.json", import.meta.url);

/** Installs what the lock file says, unless that is what is there. */
export async function ensureInstalled(): Promise<void> {
  const lock = readFileSync(LOCK, "utf8");
  if (installedLock() === lock) return;
  console.error("installing the versions …");
  const { code, stderr } = await runProgram({
    command: "npm",
    args: ["ci", "--prefix", FOLDER],
    folder: FOLDER,
    timeoutMs: 600_000,
  });
  if (code !== 0) throw new Error(`npm ci failed:\n${stderr}`);
  writeFileSync(INSTALLED, lock);
}

function installedLock(): string | undefined {
  try {
    return readFileSync(INSTALLED, "utf8");
  } catch {
    return undefined;
  }
}
