import type { JsonObject } from "../store/json-value.ts";
import { isJsonObject } from "../store/json-value.ts";
import { messagesOfAttributes } from "./messages-of-attributes.ts";
import type { OtlpAttributes, OtlpSpan } from "./otlp-span.ts";

/** Where rows of OTLP belong, as `x-bt-parent` or `braintrust.parent` says it. */
export interface RowParent {
  readonly project_id?: string;
  readonly experiment_id?: string;
  readonly log_id?: string;
}

/** Attributes of the conventions (and of Replicate's sink) and the metadata they become. */
const METADATA: Readonly<Record<string, string>> = {
  "gen_ai.provider.name": "provider",
  "gen_ai.system": "provider",
  "gen_ai.request.model": "model",
  "gen_ai.response.model": "response_model",
  "gen_ai.request.temperature": "temperature",
  "gen_ai.request.top_p": "top_p",
  "gen_ai.request.max_tokens": "max_tokens",
  "gen_ai.request.frequency_penalty": "frequency_penalty",
  "gen_ai.request.presence_penalty": "presence_penalty",
  "gen_ai.request.stop_sequences": "stop",
  "replicate.prediction.id": "prediction_id",
  "replicate.status": "status",
  "replicate.url": "url",
  "replicate.version": "version",
  "replicate.deployment": "deployment",
  "replicate.attempts": "attempts",
  "replicate.incomplete": "incomplete",
  "replicate.truncated": "truncated",
};

const METRICS: Readonly<Record<string, string>> = {
  "gen_ai.usage.input_tokens": "prompt_tokens",
  "gen_ai.usage.prompt_tokens": "prompt_tokens",
  "gen_ai.usage.output_tokens": "completion_tokens",
  "gen_ai.usage.completion_tokens": "completion_tokens",
  "llm.usage.total_tokens": "tokens",
  "gen_ai.response.time_to_first_chunk": "time_to_first_token",
  "replicate.predict_time": "predict_time",
  "replicate.total_time": "total_time",
  "replicate.queue_time": "queue_time",
  "replicate.image_count": "image_count",
  "replicate.video_output_duration": "video_output_duration_seconds",
  "replicate.audio_output_duration": "audio_output_duration_seconds",
};

/** Where inputs and outputs are, the most telling first. */
const INPUT = ["braintrust.input_json", "braintrust.input", "gen_ai.input.messages"] as const;
const OUTPUT = ["braintrust.output_json", "braintrust.output", "gen_ai.output.messages"] as const;
const OLD_INPUT = ["gen_ai.prompt", "ai.prompt", "input.value"] as const;
const OLD_OUTPUT = ["gen_ai.completion", "ai.response.text", "output.value"] as const;

/** Read elsewhere, or told by the row itself. */
const CONSUMED =
  /^braintrust\.|^gen_ai\.(?:prompt|completion)(?:\.|$)|^gen_ai\.(?:input|output)\.messages$/;

/**
 * A span of OpenTelemetry as a row: content and metadata from `braintrust.*` where they are, else
 * from the conventions for generative AI (`gen_ai.*`, semantic conventions 1.41); every other
 * attribute is metadata under its own name. Parents are kept.
 */
export function rowOfOtlpSpan(span: OtlpSpan, parent: RowParent): JsonObject {
  const { attributes } = span;
  const error = errorOf(span);
  return {
    id: span.spanId,
    span_id: span.spanId,
    root_span_id: span.traceId,
    span_parents: span.parentSpanId === undefined ? [] : [span.parentSpanId],
    span_attributes: { name: span.name, type: typeOf(span), ...given(span, "span_attributes") },
    ...(span.start === undefined ? {} : { created: new Date(span.start * 1_000).toISOString() }),
    ...content(span),
    ...(error === undefined ? {} : { error }),
    metadata: { ...metadataOf(attributes), ...given(span, "metadata") },
    metrics: metricsOf(span),
    context: contextOf(span),
    ...tagsOf(attributes["braintrust.tags"]),
    ...parent,
  };
}

/** Tags are texts: another value among them must not cost the span. */
function tagsOf(tags: unknown): JsonObject {
  return Array.isArray(tags) ? { tags: tags.filter((tag) => typeof tag === "string") } : {};
}

function content(span: OtlpSpan): JsonObject {
  const input = firstOf(span, INPUT) ?? messagesOfAttributes(span.attributes, "gen_ai.prompt");
  const output =
    firstOf(span, OUTPUT) ?? messagesOfAttributes(span.attributes, "gen_ai.completion");
  const fields = {
    input: input ?? firstOf(span, OLD_INPUT),
    output: output ?? firstOf(span, OLD_OUTPUT),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The first of these attributes that is there, on the span or on an event of it, read as JSON. */
function firstOf(span: OtlpSpan, names: readonly string[]): unknown {
  const places = [span.attributes, ...span.events.map((event) => event.attributes)];
  for (const name of names) {
    const place = places.find((attributes) => attributes[name] != null);
    if (place !== undefined) return parsed(place[name]);
  }
  return undefined;
}

/** What is no JSON is text. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function given({ attributes }: OtlpSpan, name: string): JsonObject {
  const value = parsed(attributes[`braintrust.${name}`]);
  return isJsonObject(value) ? value : {};
}

function typeOf({ attributes }: OtlpSpan): string {
  const operation = attributes["gen_ai.operation.name"];
  if (operation === "execute_tool") return "tool";
  if (operation === "invoke_agent" || operation === "create_agent") return "task";
  const isModel = Object.keys(attributes).some((name) => name.startsWith("gen_ai."));
  return isModel ? "llm" : "task";
}

function metadataOf(attributes: OtlpAttributes): JsonObject {
  const metadata: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (METRICS[name] !== undefined || CONSUMED.test(name)) continue;
    // The first of two names for one thing is the newer one and stays.
    const field = METADATA[name] ?? name;
    metadata[field] ??= value;
  }
  const { model, response_model: answered } = metadata;
  return model === undefined && answered !== undefined
    ? { ...metadata, model: answered }
    : metadata;
}

function metricsOf(span: OtlpSpan): JsonObject {
  const metrics: Record<string, unknown> = {};
  if (span.start !== undefined) metrics["start"] = span.start;
  if (span.end !== undefined) metrics["end"] = span.end;
  for (const [name, field] of Object.entries(METRICS)) {
    const value = span.attributes[name];
    if (typeof value === "number") metrics[field] ??= value;
  }
  const { prompt_tokens: prompt, completion_tokens: completion } = metrics;
  if (typeof prompt === "number" && typeof completion === "number") {
    metrics["tokens"] ??= prompt + completion;
  }
  const own = Object.entries(given(span, "metrics"));
  return {
    ...metrics,
    ...Object.fromEntries(own.filter(([, value]) => typeof value === "number")),
  };
}

function errorOf(span: OtlpSpan): string | undefined {
  if (span.statusCode !== 2) return undefined;
  if (span.statusMessage !== "") return span.statusMessage;
  const exception = span.events.find(({ name }) => name === "exception")?.attributes;
  const message = exception?.["exception.message"] ?? exception?.["exception.type"];
  return typeof message === "string" ? message : "error";
}

function contextOf(span: OtlpSpan): JsonObject {
  const { name, version } = span.scope;
  return {
    span_origin: { name: "opentelemetry", instrumentation: { name, version } },
    ...given(span, "context_json"),
    ...given(span, "context"),
    resource: span.resource,
  };
}
