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

/** The row's `metadata`, by the span contract. Unknown fields are left out. */
export function metadataOf(record: ExecutionRecord): RowPart {
  const { parameters } = record;
  return known({
    provider: "replicate",
    model: record.model,
    version: record.version,
    deployment: record.deployment,
    ...lifeOf(record),
    attempts: record.attempts,
    temperature: parameters.temperature,
    top_p: parameters.topP,
    max_tokens: parameters.maxTokens,
    frequency_penalty: parameters.frequencyPenalty,
    presence_penalty: parameters.presencePenalty,
    stop: parameters.stop,
  });
}

/** What any process that sees the end knows: not what was asked, but what became of it. */
export function outcomeOf(record: ExecutionRecord): RowPart {
  return known(lifeOf(record));
}

function lifeOf(record: ExecutionRecord): RowPart {
  return {
    prediction_id: record.predictionId,
    status: record.status,
    url: record.url,
    incomplete: record.incomplete,
    truncated: record.truncated,
    logs: record.logs,
    replicate_metrics: record.replicateMetrics,
  };
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

/** A plain loop: this runs twice for every span. */
function known(fields: RowPart): RowPart {
  const present: RowPart = {};
  for (const key in fields) {
    if (fields[key] !== undefined) present[key] = fields[key];
  }
  return present;
}
