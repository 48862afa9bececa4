import { describe, expect, it } from "vitest";
import { detailOf } from "../../test/detail-of.ts";
import { timingOf, tokenRateOf } from "./timing-of.ts";

describe("timingOf", () => {
  it("tells streaming from the first token on, and Replicate's whole", () => {
    const summary = {
      totalSeconds: 5,
      timeToFirstTokenSeconds: 2,
      waitingSeconds: 1,
      runningSeconds: 3,
    };
    expect(timingOf(detailOf({ summary }))).toMatchObject({ streaming: 3, reportedTotal: 4 });
    const row = { metrics: { total_time: 4.5 } };
    expect(timingOf(detailOf({ summary, row })).reportedTotal).toBe(4.5);
  });

  it("knows nothing that nobody said", () => {
    expect(timingOf(detailOf({ summary: { totalSeconds: null } }))).toEqual({
      total: undefined,
      firstToken: undefined,
      streaming: undefined,
      waiting: undefined,
      running: undefined,
      reportedTotal: undefined,
    });
  });
});

describe("tokenRateOf", () => {
  const summary = { completionTokens: 30, totalSeconds: 5, timeToFirstTokenSeconds: 2 };

  it("is Replicate's own where there is one", () => {
    const row = { metadata: { replicate_metrics: { tokens_per_second: 92.4 } } };
    expect(tokenRateOf(detailOf({ summary, row }))).toEqual({
      perSecond: 92.4,
      source: "reported",
    });
  });

  it("is else of the time that the tokens took", () => {
    expect(tokenRateOf(detailOf({ summary }))).toEqual({ perSecond: 10, source: "streaming" });
    const ran = { completionTokens: 30, runningSeconds: 2 };
    expect(tokenRateOf(detailOf({ summary: ran }))).toEqual({ perSecond: 15, source: "running" });
    expect(tokenRateOf(detailOf({ summary: { completionTokens: 30 } }))).toBeUndefined();
  });
});
