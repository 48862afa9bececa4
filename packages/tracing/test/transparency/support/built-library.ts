import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
  await Promise.all([
    compile("tsconfig.json", join(folder, "esm"), "module"),
    compile("tsconfig.commonjs.json", join(folder, "cjs"), "commonjs"),
  ]);
  const esm = (await import(pathToFileURL(join(folder, "esm/index.js")).href)) as typeof library;
  const commonjs = require(join(folder, "cjs/index.js")) as typeof library;
  return { esm, commonjs, remove: () => rm(folder, { recursive: true }) };
}

async function compile(project: string, outDir: string, type: string): Promise<void> {
  const compiler = join(require.resolve("typescript/package.json"), "../bin/tsc");
  const config = fileURLToPath(new URL(`../../../${project}`, import.meta.url));
  const output = ["--outDir", outDir, "--tsBuildInfoFile", join(outDir, ".tsbuildinfo")];
  await run(process.execPath, [compiler, "-p", config, ...output]);
  await writeFile(join(outDir, "package.json"), JSON.stringify({ type }));
}
