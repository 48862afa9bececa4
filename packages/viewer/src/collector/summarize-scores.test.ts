import { expect, it } from "vitest";
import type { CollectedRow } from "../store/collected-row.ts";
import { summarizeScores } from "./summarize-scores.ts";

function scored(input: string, score: number | null): CollectedRow[] {
  return [
    { id: `${input}-root`, root_span_id: input, input },
    { id: `${input}-scorer`, root_span_id: input, span_parents: ["x"], scores: { exact: score } },
  ];
}

it("averages a score over the traces and compares cases of equal input", () => {
  const before = [...scored("one", 1), ...scored("two", 0), ...scored("three", 1)];
  const after = [...scored("one", 0.5), ...scored("two", 1), ...scored("four", 0)];
  expect(summarizeScores(after, before)).toEqual({
    exact: { name: "exact", score: 0.5, diff: 0.5 - 2 / 3, improvements: 1, regressions: 1 },
  });
});

it("leaves out what was not scored", () => {
  expect(summarizeScores(scored("one", null), [])).toEqual({});
  expect(summarizeScores([{ id: "a" }], [])).toEqual({});
});
