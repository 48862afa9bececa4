import type { ExecutionRecord } from "../record/execution-record.ts";

/** A part of a Braintrust row: what `span.log` takes. */
export type RowPart = Record<string, unknown>;

type Measures = ExecutionRecord["measures"];

/** The name under which Braintrust shows who made a span. */
export const INSTRUMENTATION_NAME = "braintrust-replicate";

const METRIC_NAMES: Readonly<Record<keyof Measures, string>> = {
  promptTokens: "prompt_tokens",
  completionTokens: "completion_tokens",
  tokens: "tokens",
  timeToFirstToken: "time_to_first_token",
  predictTime: "predict_time",
  totalTime: "total_time",
  queueTime: "queue_time",
  imageCount: "image_count",
  videoSeconds: "video_output_duration_seconds",
  audioSeconds: "audio_output_duration_seconds",
};

/** Adds a field to a part of a row, unless it is not known. */
type Tell = (name: string, value: unknown) => void;

/**
 * The row's `metadata`, by the span contract. What is not known is left out, and so is what was
 * written before: rows merge.
 */
export function metadataOf(record: ExecutionRecord, written: RowPart = {}): RowPart {
  const { part, tell } = news(written);
  const { parameters } = record;
  tell("provider", "replicate");
  tell("model", record.model);
  tell("version", record.version);
  tell("deployment", record.deployment);
  tellOutcome(record, tell);
  tell("attempts", record.attempts);
  tell("temperature", parameters.temperature);
  tell("top_p", parameters.topP);
  tell("max_tokens", parameters.maxTokens);
  tell("frequency_penalty", parameters.frequencyPenalty);
  tell("presence_penalty", parameters.presencePenalty);
  tell("stop", parameters.stop);
  // What turned out to be whole after all must be said so.
  if (record.incomplete === undefined && written["incomplete"]) part["incomplete"] = null;
  return part;
}

/** What any process that sees the end knows: not what was asked, but what became of it. */
export function outcomeOf(record: ExecutionRecord): RowPart {
  const { part, tell } = news({});
  tellOutcome(record, tell);
  return part;
}

function tellOutcome(record: ExecutionRecord, tell: Tell): void {
  tell("prediction_id", record.predictionId);
  tell("status", record.status);
  tell("url", record.url);
  tell("incomplete", record.incomplete);
  tell("truncated", record.truncated);
  tell("logs", record.logs);
  tell("replicate_metrics", record.replicateMetrics);
}

function news(written: RowPart): { readonly part: RowPart; readonly tell: Tell } {
  const part: RowPart = {};
  const tell: Tell = (name, value) => {
    if (value !== undefined && value !== written[name]) part[name] = value;
  };
  return { part, tell };
}

/** The row's `metrics`: numbers by the span contract, and the end once there is one. Seconds. */
export function metricsOf(record: ExecutionRecord): RowPart {
  const metrics: RowPart = {};
  for (const name of Object.keys(record.measures) as Array<keyof Measures>) {
    metrics[METRIC_NAMES[name]] = record.measures[name];
  }
  if (record.endedAt !== undefined) metrics["end"] = record.endedAt / 1000;
  return metrics;
}
