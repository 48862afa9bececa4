import type { ExecutionDetail } from "../../../src/api/contract.ts";
import { numberAt, objectAt } from "../api/json.ts";

/** Seconds, each as far as somebody reported it. */
export interface Timing {
  /** What the caller waited; absent while it runs. */
  readonly total: number | undefined;
  readonly firstToken: number | undefined;
  /** From the first token to the end. */
  readonly streaming: number | undefined;
  readonly waiting: number | undefined;
  readonly running: number | undefined;
  /** Replicate's whole: its own total, or the parts that it named. */
  readonly reportedTotal: number | undefined;
}

/** The times of an execution, from its summary and Replicate's own metrics. */
export function timingOf({ summary, row }: ExecutionDetail): Timing {
  const total = summary.totalSeconds ?? undefined;
  const firstToken = summary.timeToFirstTokenSeconds ?? undefined;
  const waiting = summary.waitingSeconds ?? undefined;
  const running = summary.runningSeconds ?? undefined;
  const reported = numberAt(objectAt(row, "metrics"), "total_time");
  const parts = (waiting ?? 0) + (running ?? 0);
  const streaming =
    total === undefined || firstToken === undefined || firstToken > total
      ? undefined
      : total - firstToken;
  return {
    total,
    firstToken,
    streaming,
    waiting,
    running,
    reportedTotal: reported ?? (parts > 0 ? parts : undefined),
  };
}

/** Tokens in a second, and whose number it is. */
export interface TokenRate {
  readonly perSecond: number;
  readonly source: "reported" | "streaming" | "running";
}

/** Replicate's own number where there is one; else tokens by the time that they took. */
export function tokenRateOf(detail: ExecutionDetail): TokenRate | undefined {
  const metrics = objectAt(objectAt(detail.row, "metadata"), "replicate_metrics");
  const reported = numberAt(metrics, "tokens_per_second");
  if (reported !== undefined) return { perSecond: reported, source: "reported" };
  const tokens = detail.summary.completionTokens;
  const { streaming, running } = timingOf(detail);
  if (tokens === null || tokens <= 0) return undefined;
  if (streaming !== undefined && streaming > 0) {
    return { perSecond: tokens / streaming, source: "streaming" };
  }
  return running !== undefined && running > 0
    ? { perSecond: tokens / running, source: "running" }
    : undefined;
}
