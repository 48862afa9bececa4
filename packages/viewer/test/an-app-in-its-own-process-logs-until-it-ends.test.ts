import { afterEach, beforeEach, expect, it } from "vitest";
import type { Collector, Listening } from "braintrust-replicate-viewer";
import { createCollector } from "braintrust-replicate-viewer";
import { rowNamed } from "./support/row-named.ts";
import { runProgram } from "./support/run-program.ts";

const START_AND_EXPORT = new URL("./programs/start-and-export.mjs", import.meta.url);
const TRACE_AN_ORDER = new URL("./programs/trace-an-order.mjs", import.meta.url);
const UPDATE_EXPORTED = new URL("./programs/update-exported.mjs", import.meta.url);

let collector: Collector;
let server: Listening;

beforeEach(async () => {
  collector = createCollector();
  server = await collector.listen();
});

afterEach(() => server.close());

it("has every span, with errors, once the process ended by itself", async () => {
  const result = await runProgram(TRACE_AN_ORDER, server.url);

  expect(result).toMatchObject({ code: 0, stderr: "" });
  const rows = collector.store.rows();
  expect(rows.every((row) => row.metrics?.["end"] != null)).toBe(true);
  const order = rowNamed(rows, "order");
  expect(rowNamed(rows, "replicate.run")).toMatchObject({
    output: "a fine hat",
    span_parents: [order.span_id],
  });
  expect(rowNamed(rows, "charge").error).toMatch(/^card declined/);
});

it("merges what another process logs into the same row", async () => {
  const { stdout } = await runProgram(START_AND_EXPORT, server.url);
  expect(collector.store.rows()).toMatchObject([{ metadata: { status: "starting" } }]);

  const result = await runProgram(UPDATE_EXPORTED, server.url, [stdout.trim()]);

  expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(collector.store.rows()).toMatchObject([
    {
      span_attributes: { name: "replicate.predictions.create", type: "llm" },
      input: { prompt: "a hat" },
      output: "a fine hat",
      metadata: { status: "succeeded" },
    },
  ]);
});

it("knows a project under the same id in every process", async () => {
  await runProgram(TRACE_AN_ORDER, server.url);
  await runProgram(START_AND_EXPORT, server.url);

  const rows = collector.store.rows();
  expect(new Set(rows.map((row) => row.project_id)).size).toBe(1);
});
