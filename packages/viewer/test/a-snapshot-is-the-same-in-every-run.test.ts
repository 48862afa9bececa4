import { expect, it } from "vitest";
import { createCollector, spanTreeSnapshot } from "braintrust-replicate-viewer";
import { runProgram } from "./support/run-program.ts";
import { SAMPLE_IMAGE, SAMPLE_ROWS } from "./support/sample-rows.ts";

const TRACE_AN_ORDER = new URL("./programs/trace-an-order.mjs", import.meta.url);

it("writes a trace for a machine and for a reviewer", async () => {
  const { json, text } = spanTreeSnapshot(SAMPLE_ROWS, () => SAMPLE_IMAGE);
  await expect(json).toMatchFileSnapshot("expected.span-tree.json");
  await expect(text).toMatchFileSnapshot("expected.span-tree.txt");
});

it("is equal for two runs of the same program", async () => {
  const snapshots: string[] = [];
  for (const _run of [1, 2]) {
    const collector = createCollector();
    const server = await collector.listen();
    await runProgram(TRACE_AN_ORDER, server.url);
    await server.close();
    const { json, text } = spanTreeSnapshot(collector.store.rows());
    snapshots.push(json + text);
  }
  expect(snapshots[0]).toBe(snapshots[1]);
  expect(snapshots[0]).toContain('"caller_filename": "<path>/trace-an-order.mjs"');
});

it("gives equal ids equal placeholders and leaves what the model said", () => {
  const prediction = "zs5abc123def456ghi789jkl";
  const { json } = spanTreeSnapshot([
    {
      id: prediction,
      span_id: "0123456789abcdef",
      span_attributes: { name: "replicate.run" },
      metadata: {
        prediction_id: prediction,
        url: `https://replicate.com/p/${prediction}`,
        version: "a".repeat(64),
        attempts: 2,
        replicate_metrics: { predict_time: 1.5, image_count: 1 },
      },
      input: "http://127.0.0.1:4321/file and 6f9619ff-8b86-4d11-b42d-00cf4fc964ff",
      output: "at 2026-01-02T03:04:05.678Z the run ended",
      metrics: { start: 1, end: 2, predict_time: 1.5, time_to_first_token: 0.1, tokens: 7 },
    },
  ]);
  expect(JSON.parse(json)).toEqual([
    {
      name: "replicate.run",
      id: "<prediction-1>",
      input: "http://<local>/file and <uuid-1>",
      output: "at <time> the run ended",
      metadata: {
        attempts: 2,
        prediction_id: "<prediction-1>",
        replicate_metrics: { image_count: 1, predict_time: "<seconds>" },
        url: "https://replicate.com/p/<prediction-1>",
        version: "<version>",
      },
      metrics: {
        end: "<time>",
        predict_time: "<seconds>",
        start: "<time>",
        time_to_first_token: "<seconds>",
        tokens: 7,
      },
      children: [],
    },
  ]);
});

it("leaves no port of this machine in the text, where addresses have no scheme", () => {
  const { text } = spanTreeSnapshot([
    {
      id: "a",
      span_attributes: { name: "replicate.run" },
      output: "http://127.0.0.1:4321/delivery/xezq/out-0.png",
      metrics: { start: 1, end: 2 },
    },
  ]);
  expect(text).toBe("replicate.run  ✓  <local>/…/out-0.png\n");
});
