import { afterEach, beforeEach, expect, it } from "vitest";
import type { Collector, Listening } from "braintrust-replicate-viewer";
import { createCollector } from "braintrust-replicate-viewer";
import { runProgram } from "./support/run-program.ts";

const EVALUATE = new URL("./programs/evaluate.mjs", import.meta.url);

let collector: Collector;
let server: Listening;

beforeEach(async () => {
  collector = createCollector();
  server = await collector.listen();
});

afterEach(() => server.close());

it("registers the experiment, stores its rows and answers its scores", async () => {
  const { code, stdout } = await runProgram(EVALUATE, server.url, ["right"]);

  expect(code).toBe(0);
  expect(summaryIn(stdout)).toMatchObject({
    projectName: "quiz",
    experimentName: "first words",
    scores: { exact: { score: 1, improvements: 0, regressions: 0 } },
  });
  const roots = collector.store.rows().filter((row) => (row.span_parents ?? []).length === 0);
  expect(roots).toHaveLength(2);
  expect(new Set(roots.map((row) => row.experiment_id)).size).toBe(1);
  expect(new Set(roots.map((row) => row.output))).toEqual(new Set(["one", "two"]));
});

it("compares a second run with the first", async () => {
  await runProgram(EVALUATE, server.url, ["right"]);
  const { stdout } = await runProgram(EVALUATE, server.url, ["wrong"]);

  expect(summaryIn(stdout)).toMatchObject({
    experimentName: "first words-2",
    comparisonExperimentName: "first words",
    scores: { exact: { score: 0.5, diff: -0.5, improvements: 0, regressions: 1 } },
  });
});

function summaryIn(stdout: string): unknown {
  const line = stdout.split("\n").find((text) => text.startsWith('{"summary"')) ?? "{}";
  const parsed: unknown = JSON.parse(line);
  return typeof parsed === "object" && parsed !== null && "summary" in parsed
    ? parsed.summary
    : undefined;
}
