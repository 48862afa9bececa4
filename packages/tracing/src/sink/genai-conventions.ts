/**
 * The one table of what is told to OpenTelemetry. Names, types and requirement levels of `gen_ai.*`,
 * `server.*`, `error.*` and `exception.*` are those of the semantic conventions in this version;
 * names that begin with `replicate.` are ours.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-spans.md
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md
 */
export const CONVENTIONS_VERSION = "1.41.1";

/** Says to a backend which version the names are of. */
export const SCHEMA_URL: string = `https://opentelemetry.io/schemas/${CONVENTIONS_VERSION}`;

/** The type of an attribute, in the words of the conventions. */
type AttributeType = "string" | "int" | "double" | "boolean" | "string[]" | "any";

/** How much the conventions want an attribute; ours are `own`. */
type RequirementLevel = "required" | "conditionally_required" | "recommended" | "opt_in" | "own";

/** An attribute as it may be written. */
export interface Convention {
  readonly type: AttributeType;
  readonly level: RequirementLevel;
}

/** Every attribute that a span or an event of ours may have. */
export const SPAN_ATTRIBUTES = {
  "gen_ai.operation.name": { type: "string", level: "required" },
  "gen_ai.provider.name": { type: "string", level: "required" },
  "error.type": { type: "string", level: "conditionally_required" },
  "gen_ai.output.type": { type: "string", level: "conditionally_required" },
  "gen_ai.request.choice.count": { type: "int", level: "conditionally_required" },
  "gen_ai.request.model": { type: "string", level: "conditionally_required" },
  "gen_ai.request.seed": { type: "int", level: "conditionally_required" },
  "gen_ai.request.stream": { type: "boolean", level: "conditionally_required" },
  "server.port": { type: "int", level: "conditionally_required" },
  "gen_ai.request.frequency_penalty": { type: "double", level: "recommended" },
  "gen_ai.request.max_tokens": { type: "int", level: "recommended" },
  "gen_ai.request.presence_penalty": { type: "double", level: "recommended" },
  "gen_ai.request.stop_sequences": { type: "string[]", level: "recommended" },
  "gen_ai.request.temperature": { type: "double", level: "recommended" },
  "gen_ai.request.top_k": { type: "double", level: "recommended" },
  "gen_ai.request.top_p": { type: "double", level: "recommended" },
  "gen_ai.response.finish_reasons": { type: "string[]", level: "recommended" },
  "gen_ai.response.id": { type: "string", level: "recommended" },
  "gen_ai.response.model": { type: "string", level: "recommended" },
  "gen_ai.response.time_to_first_chunk": { type: "double", level: "recommended" },
  "gen_ai.usage.input_tokens": { type: "int", level: "recommended" },
  "gen_ai.usage.output_tokens": { type: "int", level: "recommended" },
  "server.address": { type: "string", level: "recommended" },
  "gen_ai.input.messages": { type: "any", level: "opt_in" },
  "gen_ai.output.messages": { type: "any", level: "opt_in" },
  "gen_ai.system_instructions": { type: "any", level: "opt_in" },

  "replicate.operation": { type: "string", level: "own" },
  "replicate.prediction.id": { type: "string", level: "own" },
  "replicate.training.id": { type: "string", level: "own" },
  "replicate.status": { type: "string", level: "own" },
  "replicate.url": { type: "string", level: "own" },
  "replicate.version": { type: "string", level: "own" },
  "replicate.deployment": { type: "string", level: "own" },
  "replicate.attempts": { type: "int", level: "own" },
  "replicate.incomplete": { type: "string", level: "own" },
  "replicate.truncated": { type: "boolean", level: "own" },
  "replicate.predict_time": { type: "double", level: "own" },
  "replicate.total_time": { type: "double", level: "own" },
  "replicate.queue_time": { type: "double", level: "own" },
  "replicate.image_count": { type: "int", level: "own" },
  "replicate.video_output_duration": { type: "double", level: "own" },
  "replicate.audio_output_duration": { type: "double", level: "own" },
} as const;

/** The name of an attribute of a span. */
export type SpanAttribute = keyof typeof SPAN_ATTRIBUTES;

/** What an event about an exception has. */
export const EXCEPTION_ATTRIBUTES = {
  "exception.type": { type: "string", level: "conditionally_required" },
  "exception.message": { type: "string", level: "conditionally_required" },
} as const;

/** Every attribute that a metric of ours may have. None of them identifies an execution. */
export const METRIC_ATTRIBUTES = {
  "gen_ai.operation.name": { type: "string", level: "required" },
  "gen_ai.provider.name": { type: "string", level: "required" },
  "gen_ai.token.type": { type: "string", level: "required" },
  "error.type": { type: "string", level: "conditionally_required" },
  "gen_ai.request.model": { type: "string", level: "conditionally_required" },
  "server.port": { type: "int", level: "conditionally_required" },
  "gen_ai.response.model": { type: "string", level: "recommended" },
  "server.address": { type: "string", level: "recommended" },
} as const;

/** The name of an attribute of a metric. */
export type MetricAttribute = keyof typeof METRIC_ATTRIBUTES;

/** A histogram as it is made. */
export interface MetricConvention {
  readonly unit: "s" | "{token}";
  readonly description: string;
  readonly boundaries: keyof typeof BOUNDARIES;
}

/**
 * Where buckets end. Those of seconds are the conventions', which end below two minutes, and five
 * more: videos take long.
 */
export const BOUNDARIES: { readonly [Kind in "seconds" | "tokens"]: readonly number[] } = {
  seconds: [
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84,
    327.68, 655.36, 1310.72, 2621.44,
  ],
  tokens: [
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
  ],
};

/** Every metric of ours: histograms, all of them. */
export const METRICS = {
  "gen_ai.client.operation.duration": {
    unit: "s",
    description: "GenAI operation duration.",
    boundaries: "seconds",
  },
  "gen_ai.client.token.usage": {
    unit: "{token}",
    description: "Number of input and output tokens used.",
    boundaries: "tokens",
  },
  "gen_ai.client.operation.time_to_first_chunk": {
    unit: "s",
    description: "Time to receive the first chunk of a stream.",
    boundaries: "seconds",
  },
  "replicate.queue_time": {
    unit: "s",
    description: "Time a prediction waited before it ran, as Replicate reports it.",
    boundaries: "seconds",
  },
  "replicate.predict_time": {
    unit: "s",
    description: "Time a prediction ran, as Replicate reports it.",
    boundaries: "seconds",
  },
} as const;

/** The name of a metric. */
export type MetricName = keyof typeof METRICS;

/** Events, which are log records where there is a logs API. */
export const EVENTS = {
  details: "gen_ai.client.inference.operation.details",
  exception: "gen_ai.client.operation.exception",
} as const;
