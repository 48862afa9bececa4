import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type * as library from "../../../src/index.ts";

/** The library as it is published, in both of its forms. */
export interface BuiltLibrary {
  readonly esm: typeof library;
  readonly commonjs: typeof library;
  remove(): Promise<void>;
}

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** Builds both forms of the library, away from everything else, and loads them. */
export async function buildLibrary(): Promise<BuiltLibrary> {
  const folder = await mkdtemp(join(tmpdir(), "braintrust-replicate-"));
  const script = fileURLToPath(
    new URL("../../../../../scripts/bundle-library.mjs", import.meta.url),
  );
  await run(process.execPath, [script, folder]);
  const esm = (await import(pathToFileURL(join(folder, "esm/index.js")).href)) as typeof library;
  const commonjs = require(join(folder, "cjs/index.js")) as typeof library;
  return { esm, commonjs, remove: () => rm(folder, { recursive: true }) };
}
