// A loader that hands Node the source of CommonJS modules, as some that translate code do.
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";

if (isMainThread) register(import.meta.url);

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (loaded.format !== "commonjs") return loaded;
  return { ...loaded, source: await readFile(new URL(url)) };
}
