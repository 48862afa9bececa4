// Bundles each entry of the library into one file per module format. Sixty small files are good to
// read and slow to load: as one they load in a fraction of the time. Types come from the compiler.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../packages/tracing/", import.meta.url));

/** The public entries, by their names below `src/`. */
const ENTRIES = ["index"];

/**
 * Bundles the library into `<folder>/esm` and `<folder>/cjs`.
 *
 * @param {string} folder
 */
async function bundleLibrary(folder) {
  await Promise.all([
    bundle({ folder: join(folder, "esm"), format: "esm", type: "module" }),
    bundle({ folder: join(folder, "cjs"), format: "cjs", type: "commonjs" }),
  ]);
}

/** @param {{ folder: string, format: "esm" | "cjs", type: string }} output */
async function bundle({ folder, format, type }) {
  await build({
    entryPoints: ENTRIES.map((name) => join(root, `src/${name}.ts`)),
    outdir: folder,
    bundle: true,
    format,
    platform: "neutral",
    target: "es2022",
    sourcemap: true,
    // ES modules have none; said here, it needs no stand-in that other bundlers would stumble over.
    ...(format === "esm" ? { define: { require: "undefined" } } : {}),
    logLevel: "warning",
  });
  await mkdir(folder, { recursive: true });
  // Node asks the nearest package.json which of the two formats a file has.
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ type })}\n`);
}

await bundleLibrary(process.argv[2] ?? join(root, "dist"));
