import { readSpelled, type Spellings } from "../wire/spellings.ts";
import type { Execution } from "./execution.ts";

/**
 * The numbers of an execution, each only when Replicate reported it or this process measured it.
 * Seconds and counts.
 */
export interface Measures {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly tokens?: number;
  readonly time_to_first_token?: number;
  readonly predict_time?: number;
  readonly total_time?: number;
  readonly queue_time?: number;
  readonly image_count?: number;
  readonly video_output_duration_seconds?: number;
  readonly audio_output_duration_seconds?: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Names by the span contract, and how Replicate spells them where that differs. Models report usage
 * under two spellings, the second being that of Replicate's billing.
 */
const TOKENS: ReadonlyArray<Spellings<keyof Measures>> = [
  ["prompt_tokens", "input_token_count", "token_input_count"],
  ["completion_tokens", "output_token_count", "token_output_count"],
];

const REPORTED: ReadonlyArray<Spellings<keyof Measures>> = [
  ["predict_time"],
  ["total_time"],
  ["image_count", "image_count", "image_output_count"],
  ["video_output_duration_seconds"],
  ["audio_output_duration_seconds"],
];

/**
 * Measures an execution. Nothing is estimated, and nothing is negative.
 *
 * @param countsTokens - Whether its tokens are not counted by another span.
 */
export function measureExecution(
  { reported, transcript, streamingSince }: Execution,
  countsTokens: boolean,
): Measures {
  const { metrics = {}, createdAt, startedAt } = reported;
  const measures = readSpelled(
    metrics,
    countsTokens ? [...TOKENS, ...REPORTED] : REPORTED,
    isAmount,
  ) as Mutable<Measures>;
  const { prompt_tokens, completion_tokens } = measures;
  if (prompt_tokens !== undefined && completion_tokens !== undefined) {
    measures.tokens = prompt_tokens + completion_tokens;
  }
  const queued = secondsBetween(createdAt, startedAt);
  if (isAmount(queued)) measures.queue_time = queued;
  const first = secondsBetween(streamingSince, transcript?.firstContentAt);
  if (isAmount(first)) measures.time_to_first_token = first;
  return measures;
}

function isAmount(value: unknown): value is number {
  return Number.isFinite(value) && Number(value) >= 0;
}

/** Replicate's clocks disagree now and then; a negative duration is none. */
function secondsBetween(from?: number, to?: number): number {
  return (Number(to) - Number(from)) / 1000;
}
