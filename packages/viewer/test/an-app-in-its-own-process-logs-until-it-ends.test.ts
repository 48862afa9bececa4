import { afterEach, beforeEach, expect, it } from "vitest";
import type { Collector, Listening } from "braintrust-replicate-viewer";
import { createCollector } from "braintrust-replicate-viewer";
import { rowNamed } from "./support/row-named.ts";
import { runProgram } from "./support/run-program.ts";

let collector: Collector;
let server: Listening;

beforeEach(async () => {
  collector = createCollector();
  server = await collector.listen();
});

afterEach(() => server.close());

it("has every span, with errors, once the process ended by itself", async () => {
  const result = await runProgram("trace-an-order", server.url);

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
  const { stdout } = await runProgram("start-and-export", server.url);
  expect(collector.store.rows()).toMatchObject([{ metadata: { status: "starting" } }]);

  const result = await runProgram("update-exported", server.url, [stdout.trim()]);

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
  await runProgram("trace-an-order", server.url);
  await runProgram("start-and-export", server.url);

  const rows = collector.store.rows();
  expect(new Set(rows.map((row) => row.project_id)).size).toBe(1);
});
