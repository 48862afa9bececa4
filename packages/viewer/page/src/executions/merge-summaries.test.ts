import { describe, expect, it } from "vitest";
import type { ExecutionSummary } from "../../../src/api/contract.ts";
import { mergeSummaries } from "./merge-summaries.ts";
import { summaryOf } from "../../test/summary-of.ts";

const all = { belongs: () => true, complete: true };
const keys = (rows: readonly ExecutionSummary[]): string => rows.map((row) => row.key).join("");

describe("mergeSummaries", () => {
  const rows = [summaryOf("c", 30), summaryOf("b", 20), summaryOf("a", 10)];

  it("puts new executions where their start says", () => {
    const changed = [summaryOf("y", 15), summaryOf("z", 40)];
    expect(keys(mergeSummaries(rows, { ...all, changed }))).toBe("zcbya");
  });

  it("changes known ones in their place and leaves the others the same objects", () => {
    const changed = [{ ...summaryOf("b", 20), status: "failed" }];
    const merged = mergeSummaries(rows, { ...all, changed });
    expect(merged.map((row) => row.status)).toEqual(["succeeded", "failed", "succeeded"]);
    expect(merged[0]).toBe(rows[0]);
  });

  it("moves one whose start became known later", () => {
    expect(keys(mergeSummaries(rows, { ...all, changed: [summaryOf("a", 25)] }))).toBe("cab");
  });

  it("takes out what no longer belongs and leaves out what never did", () => {
    const belongs = (one: ExecutionSummary): boolean => one.status !== "failed";
    const changed = ["b", "x"].map((key) => ({ ...summaryOf(key, 20), status: "failed" }));
    expect(keys(mergeSummaries(rows, { ...all, changed, belongs }))).toBe("ca");
  });

  it("leaves what is older than the loaded pages to the next page", () => {
    const changed = [summaryOf("old", 1), summaryOf("n", 35)];
    expect(keys(mergeSummaries(rows, { ...all, changed, complete: false }))).toBe("ncba");
  });
});
