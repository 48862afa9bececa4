import { describe, expect, it } from "vitest";
import type { TraceSpan } from "../../../src/api/contract.ts";
import { flattenSpans } from "./span-tree.ts";

function span(spanId: string, startedAt: number, ...parentIds: string[]): TraceSpan {
  const common = { name: spanId, type: null, status: "succeeded", error: null, model: null };
  const ids = { key: spanId, id: spanId, spanId, parentIds };
  return { ...common, ...ids, startedAt, endedAt: null, isExecution: false };
}

function drawn(spans: readonly TraceSpan[], closed: readonly string[] = []): readonly string[] {
  return flattenSpans(spans, new Set(closed)).map((one) => `${one.depth}${one.span.spanId}`);
}

describe("flattenSpans", () => {
  const spans = [span("c", 3, "a"), span("d", 2, "b"), span("b", 1, "a"), span("a", 0)];

  it("puts each span below its parent, brothers by their start", () => {
    expect(drawn(spans)).toEqual(["1a", "2b", "3d", "2c"]);
  });

  it("leaves out what is below a closed span, and says that there is something", () => {
    expect(drawn(spans, ["b"])).toEqual(["1a", "2b", "2c"]);
    expect(flattenSpans(spans, new Set(["b"]))[1]?.children).toBe(1);
  });

  it("shows spans without their parent and spans in circles", () => {
    expect(
      drawn([span("x", 0, "gone"), span("p", 1, "q"), span("q", 2, "p"), span("s", 3, "s")]),
    ).toEqual(["1x", "1s", "1p", "2q"]);
  });

  it("survives a hundred thousand brothers", () => {
    const brothers = Array.from({ length: 100_000 }, (_, index) =>
      span(`${index}`, index, "parent"),
    );
    expect(flattenSpans([span("parent", 0), ...brothers], new Set())).toHaveLength(100_001);
  });

  it("survives a chain of twenty thousand", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      span(`${index}`, index, `${index - 1}`),
    );
    expect(flattenSpans(chain, new Set()).at(-1)?.depth).toBe(20_000);
  });
});
