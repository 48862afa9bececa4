import { build } from "esbuild";
import { expect, it } from "vitest";

/** What is loaded where there is no Node. */
const ENTRIES = [
  "braintrust-replicate",
  "braintrust-replicate/bundled",
  "braintrust-replicate/fetch",
  "braintrust-replicate/http",
];

it.each(ENTRIES)("%s imports nothing but itself, and runs without `process`", async (entry) => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: `export * from "${entry}";`, resolveDir: import.meta.dirname },
    conditions: ["braintrust-replicate:source"],
    bundle: true,
    format: "esm",
    // Has no modules of its own: an import of one fails.
    platform: "browser",
    define: { process: "undefined" },
    metafile: true,
    write: false,
  });
  const outside = Object.keys(metafile.inputs).filter(
    (path) => !/^(?:packages\/tracing\/src\/|<stdin>)/.test(path),
  );
  expect(outside).toEqual([]);
  const code = outputFiles[0]?.text ?? "";
  expect(code).not.toMatch(/\b(?:import|require)\s*\(?\s*["']node:/);
  const loaded: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  expect(Object.keys(loaded as object).length).toBeGreaterThan(0);
});
