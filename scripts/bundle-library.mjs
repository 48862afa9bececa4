// Bundles the library for each module format: an entry a file, and what entries share in files
// beside them, so that a process which loads two entries has one tracer. Sixty small files are good
// to read and slow to load: bundled they load in a fraction of the time. What runs at another time
// than the rest (the start of a process, a build, a command) shares nothing with it, because each
// piece that is shared is one more file to load for all. Types come from the compiler.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const root = fileURLToPath(new URL("../packages/tracing/", import.meta.url));

/** Where `require` is meant, until it is known whether the format has one. */
const REQUIRE = "__braintrust_replicate_require__";

/** Where the file's own address is meant, for which the formats have different words. */
const FILE = "__braintrust_replicate_file__";

/**
 * @typedef {{
 *   bin: Record<string, string>,
 *   exports: Record<string, { "braintrust-replicate:source"?: string } | string>,
 * }} PackageJson
 */

/** Entries that share files with one another alone, by their sources. */
const APART = [/\/register\.ts$/, /\/cli\.ts$/, /\/bundler\/(?!bundled|vite)/];

/** The public entries, as `package.json` names their sources, and the commands, in groups. */
async function entries() {
  const text = await readFile(join(root, "package.json"), "utf8");
  const { bin, exports } = /** @type {PackageJson} */ (JSON.parse(text));
  const commands = Object.values(bin).map((path) =>
    join(root, path.replace("dist/esm/", "src/").replace(/\.js$/, ".ts")),
  );
  const modules = Object.values(exports).flatMap((target) => {
    const source = typeof target === "string" ? undefined : target["braintrust-replicate:source"];
    return source === undefined ? [] : [join(root, source)];
  });
  const all = [...modules, ...commands];
  const together = all.filter((path) => !APART.some((pattern) => pattern.test(path)));
  return [together, ...APART.map((pattern) => all.filter((path) => pattern.test(path)))];
}

/**
 * Bundles the library into `<folder>/esm` and `<folder>/cjs`.
 *
 * @param {string} folder
 */
async function bundleLibrary(folder) {
  await removeShared(folder);
  for (const group of await entries()) await bundleGroup(group, folder);
  // Node asks the nearest package.json which of the two formats a file has.
  for (const [name, type] of Object.entries({ esm: "module", cjs: "commonjs" })) {
    await writeFile(join(folder, name, "package.json"), `${JSON.stringify({ type })}\n`);
  }
}

/**
 * @param {readonly string[]} entryPoints
 * @param {string} folder
 */
async function bundleGroup(entryPoints, folder) {
  const { outputFiles } = await build({
    entryPoints: [...entryPoints],
    outbase: join(root, "src"),
    outdir: join(folder, "esm"),
    bundle: true,
    splitting: true,
    chunkNames: "shared-[hash]",
    format: "esm",
    platform: "neutral",
    target: "es2022",
    sourcemap: "inline",
    define: { require: REQUIRE },
    // What the app or its runtime has, and nothing of ours.
    external: ["node:*", "replicate", "braintrust", "@opentelemetry/api"],
    write: false,
    logLevel: "warning",
  });
  for (const { path, text } of outputFiles) {
    await emit(path, { text, format: "esm", require: "undefined", file: "import.meta.url" });
    const commonjs = path.replace(join(folder, "esm"), join(folder, "cjs"));
    await emit(commonjs, { text, format: "cjs", require: "require", file: "__filename" });
  }
}

/** Names of shared files carry a hash: those of the last time would stay. */
async function removeShared(folder) {
  for (const format of ["esm", "cjs"]) {
    await mkdir(join(folder, format), { recursive: true });
    for (const name of await readdir(join(folder, format))) {
      if (name.startsWith("shared-")) await rm(join(folder, format, name));
    }
  }
}

/**
 * Writes one file in one of the formats. ES modules have no `require`; said here, it needs no
 * stand-in that other bundlers would stumble over.
 *
 * @param {string} path
 * @param {{ text: string, format: "esm" | "cjs", require: string, file: string }} output
 */
async function emit(path, { text, format, require, file }) {
  const { code, map } = await transform(text, {
    format,
    platform: format === "cjs" ? "node" : "neutral",
    target: "es2022",
    define: { [REQUIRE]: require, [FILE]: file },
    sourcemap: true,
    sourcefile: basename(path),
    logLevel: "warning",
  });
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  await writeFile(`${path}.map`, map);
}

await bundleLibrary(process.argv[2] ?? join(root, "dist"));
