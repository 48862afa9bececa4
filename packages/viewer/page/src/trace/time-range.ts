import type { TraceSpan } from "../../../src/api/contract.ts";

/** From the first start to the last end, in epoch seconds. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** What a trace took so far: a span without an end lasts until now. */
export function spanOfTime(spans: readonly TraceSpan[], now: number): TimeRange {
  let start = Infinity;
  let end = -Infinity;
  for (const span of spans) {
    start = Math.min(start, span.startedAt);
    end = Math.max(end, endOf(span, now));
  }
  return start > end ? { start: 0, end: 1 } : { start, end: Math.max(end, start + 0.001) };
}

/** Where a span's bar ends. */
export function endOf({ startedAt, endedAt }: TraceSpan, now: number): number {
  return Math.max(startedAt, endedAt ?? now);
}
