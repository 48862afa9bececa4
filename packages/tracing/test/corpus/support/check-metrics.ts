import type { PublicModel } from "./public-models.ts";

type Metrics = PublicModel["metrics"];

/** Models report tokens under the first spelling, Replicate's billing under the second. */
const TOKENS = [
  ["prompt_tokens", "input_token_count", "token_input_count"],
  ["completion_tokens", "output_token_count", "token_output_count"],
] as const;

/** What else a row carries over, when it is not negative. */
const CARRIED = [
  "predict_time",
  "total_time",
  "image_count",
  "video_output_duration_seconds",
  "audio_output_duration_seconds",
];

/** Measured here, or from Replicate's times: no value is known in advance. */
const MEASURED = ["start", "end", "queue_time", "time_to_first_token"];

/** Whether a model reports tokens. */
export function reportsTokens(metrics: Metrics): boolean {
  return TOKENS.some(([, spelling]) => typeof metrics[spelling] === "number");
}

/** The same metrics as Replicate's billing spells them. */
export function asBilled(metrics: Metrics): Metrics {
  const billed = new Map<string, string>(TOKENS.map(([, model, billing]) => [model, billing]));
  return Object.fromEntries(
    Object.entries(metrics).map(([key, value]) => [billed.get(key) ?? key, value]),
  );
}

/**
 * The names of the metrics of a row that are not what Replicate reported.
 *
 * @param reported - What the caller's own traffic carried; undefined when it carried none.
 */
export function wrongMetrics(recorded: Metrics, reported: Metrics | undefined): readonly string[] {
  const expected = expectedOf(reported ?? {});
  const names = new Set([...Object.keys(recorded), ...Object.keys(expected)]);
  return [...names].filter((name) => {
    const value = recorded[name];
    if (MEASURED.includes(name)) return !isAmount(value) || endsBeforeItStarts(name, recorded);
    return value !== expected[name];
  });
}

function expectedOf(reported: Metrics): Metrics {
  const expected: Record<string, unknown> = {};
  for (const name of CARRIED) if (isAmount(reported[name])) expected[name] = reported[name];
  for (const [name, ...spellings] of TOKENS) {
    const count = spellings.map((spelling) => reported[spelling]).find(isAmount);
    if (count !== undefined) expected[name] = count;
  }
  const { prompt_tokens: prompt, completion_tokens: completion } = expected;
  if (isAmount(prompt) && isAmount(completion)) expected["tokens"] = prompt + completion;
  return expected;
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function endsBeforeItStarts(name: string, { start, end }: Metrics): boolean {
  return name === "end" && Number(end) < Number(start);
}
