import { describe, expect, it } from "vitest";
import { cutTimeline, observeTimeline, planTimeline } from "./timeline.ts";

const SCRIPT = {
  queueMs: 100,
  steps: [
    { afterMs: 10, logs: "loading\n" },
    { afterMs: 10, output: "one", logs: "said one\n" },
    { output: " two" },
  ],
  endMs: 5,
};

describe("planTimeline", () => {
  it("lays steps end to end after the queue", () => {
    expect(planTimeline(SCRIPT).map(({ kind, atMs }) => `${kind} ${atMs}`)).toEqual([
      "started 100",
      "logs 110",
      "logs 120",
      "output 120",
      "output 120",
      "ended 125",
    ]);
  });

  it("fails what has an error, unless told otherwise", () => {
    expect(planTimeline({ error: "no" }).at(-1)).toMatchObject({ status: "failed" });
    expect(planTimeline({ error: "no", status: "succeeded" }).at(-1)).toMatchObject({
      status: "succeeded",
    });
  });

  it("never starts what is aborted without steps", () => {
    expect(planTimeline({ queueMs: 7, status: "aborted" })).toEqual([
      { atMs: 7, kind: "ended", status: "aborted" },
    ]);
  });

  it("leaves open what never ends", () => {
    expect(planTimeline({ neverEnds: true })).toEqual([{ atMs: 0, kind: "started" }]);
  });
});

describe("cutTimeline", () => {
  const timeline = planTimeline(SCRIPT);
  const cutAt = (atMs: number): ReturnType<typeof cutTimeline> =>
    cutTimeline(timeline, { atMs, beforeStart: "aborted", afterStart: "canceled" });

  it("tells before the start from after it", () => {
    expect(cutAt(99)).toEqual([{ atMs: 99, kind: "ended", status: "aborted" }]);
    expect(cutAt(115).map(({ kind }) => kind)).toEqual(["started", "logs", "ended"]);
    expect(cutAt(115).at(-1)).toMatchObject({ status: "canceled" });
  });

  it("leaves alone what has ended", () => {
    expect(cutAt(125)).toBe(timeline);
  });
});

describe("observeTimeline", () => {
  it("sums up what has happened so far", () => {
    const timeline = planTimeline(SCRIPT);
    expect(observeTimeline(timeline, 99)).toEqual({ status: "starting", yielded: [], logs: "" });
    expect(observeTimeline(timeline, 120)).toEqual({
      status: "processing",
      yielded: ["one", " two"],
      logs: "loading\nsaid one\n",
      startedMs: 100,
    });
    expect(observeTimeline(timeline, 1_000)).toMatchObject({ status: "succeeded", endedMs: 125 });
  });
});
