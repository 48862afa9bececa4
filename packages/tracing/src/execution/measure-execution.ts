import type { Execution } from "./execution.ts";

/**
 * The numbers of an execution, each only when Replicate reported it or this process measured it.
 * Seconds and counts.
 */
export interface Measures {
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly tokens?: number;
  readonly timeToFirstToken?: number;
  readonly predictTime?: number;
  readonly totalTime?: number;
  readonly queueTime?: number;
  readonly imageCount?: number;
  readonly videoSeconds?: number;
  readonly audioSeconds?: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Models report usage under two spellings, the second being that of Replicate's billing. */
const REPORTED: ReadonlyArray<readonly [keyof Measures, ...string[]]> = [
  ["promptTokens", "input_token_count", "token_input_count"],
  ["completionTokens", "output_token_count", "token_output_count"],
  ["predictTime", "predict_time"],
  ["totalTime", "total_time"],
  ["imageCount", "image_count", "image_output_count"],
  ["videoSeconds", "video_output_duration_seconds"],
  ["audioSeconds", "audio_output_duration_seconds"],
];

/** Measures an execution. Nothing is estimated, and nothing is negative. */
export function measureExecution(execution: Execution): Measures {
  const measures: Mutable<Measures> = {};
  for (const [name, ...spellings] of REPORTED) {
    for (const spelling of spellings) {
      const value = amount(execution.metrics?.[spelling]);
      if (value !== undefined) measures[name] ??= value;
    }
  }
  const { promptTokens, completionTokens } = measures;
  if (promptTokens !== undefined && completionTokens !== undefined) {
    measures.tokens = promptTokens + completionTokens;
  }
  const queued = secondsBetween(execution.createdAt, execution.predictionStartedAt);
  if (queued !== undefined) measures.queueTime = queued;
  const first = secondsBetween(execution.streamingSince, execution.transcript?.firstContentAt);
  if (first !== undefined) measures.timeToFirstToken = first;
  return measures;
}

function amount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Replicate's clocks disagree now and then; a negative duration is none. */
function secondsBetween(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : amount((to - from) / 1000);
}
