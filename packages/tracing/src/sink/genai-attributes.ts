import type { Attributes, AttributeValue } from "@opentelemetry/api";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { SPAN_ATTRIBUTES, type MetricAttribute, type SpanAttribute } from "./genai-conventions.ts";
import { errorTypeOf } from "./genai-error-type.ts";
import { fieldsOf, operationNameOf, outputTypeOf, ownNameOf } from "./genai-operation.ts";

/** Replicate is none of the providers that the conventions list, which admit others. */
const PROVIDER = "replicate";

/** The name of a span: the operation, and the model where it is known. */
export function spanNameOf(record: ExecutionRecord): string {
  const model = requestedModelOf(record);
  const operation = operationNameOf(record);
  return model === undefined ? operation : `${operation} ${model}`;
}

/** The model that was asked for; of one that was asked for by its version alone, as answered. */
function requestedModelOf({ requestedModel, reportedModel }: ExecutionRecord): string | undefined {
  return requestedModel ?? reportedModel;
}

/** All that a span may say of an execution. What is not known is absent. */
export function attributesOf(record: ExecutionRecord): Attributes {
  const attributes: Attributes = {};
  const tell = (name: SpanAttribute, value: unknown): void => {
    const fitting = fit(name, value);
    if (fitting !== undefined) attributes[name] = fitting;
  };
  tellRequest(record, tell);
  tellResponse(record, tell);
  tellOwn(record, tell);
  return attributes;
}

type Tell = (name: SpanAttribute, value: unknown) => void;

function tellRequest(record: ExecutionRecord, tell: Tell): void {
  const { parameters } = record;
  const input = fieldsOf(record.input);
  for (const [name, value] of Object.entries(commonAttributesOf(record))) {
    tell(name as SpanAttribute, value);
  }
  const stop = parameters.stop;
  tell("gen_ai.request.stream", record.operation === "replicate.stream" ? true : undefined);
  tell("gen_ai.request.temperature", parameters.temperature);
  tell("gen_ai.request.top_p", parameters.top_p);
  tell("gen_ai.request.max_tokens", parameters.max_tokens);
  tell("gen_ai.request.frequency_penalty", parameters.frequency_penalty);
  tell("gen_ai.request.presence_penalty", parameters.presence_penalty);
  tell("gen_ai.request.stop_sequences", typeof stop === "string" ? [stop] : stop);
  tell("gen_ai.request.top_k", input["top_k"]);
  tell("gen_ai.request.seed", input["seed"]);
  const choices = input["num_outputs"];
  tell("gen_ai.request.choice.count", choices === 1 ? undefined : choices);
}

function tellResponse(record: ExecutionRecord, tell: Tell): void {
  const { measures } = record;
  tell("gen_ai.response.id", record.predictionId);
  tell("gen_ai.response.model", record.reportedModel);
  tell("gen_ai.response.time_to_first_chunk", measures.time_to_first_token);
  tell("gen_ai.response.finish_reasons", finishReasonOf(record) && [finishReasonOf(record)]);
  tell("gen_ai.output.type", outputTypeOf(record));
  tell("gen_ai.usage.input_tokens", measures.prompt_tokens);
  tell("gen_ai.usage.output_tokens", measures.completion_tokens);
  tell("error.type", errorTypeOf(record));
}

function tellOwn(record: ExecutionRecord, tell: Tell): void {
  const { measures } = record;
  const trains = record.operation.startsWith("replicate.trainings.");
  tell("replicate.operation", ownNameOf(record));
  tell(trains ? "replicate.training.id" : "replicate.prediction.id", record.predictionId);
  tell("replicate.status", record.status);
  tell("replicate.url", record.url);
  tell("replicate.version", record.version);
  tell("replicate.deployment", record.deployment);
  tell("replicate.attempts", record.attempts);
  tell("replicate.incomplete", record.incomplete);
  tell("replicate.truncated", record.truncated);
  tell("replicate.predict_time", measures.predict_time);
  tell("replicate.total_time", measures.total_time);
  tell("replicate.queue_time", measures.queue_time);
  tell("replicate.image_count", measures.image_count);
  tell("replicate.video_output_duration", measures.video_output_duration_seconds);
  tell("replicate.audio_output_duration", measures.audio_output_duration_seconds);
}

/**
 * Why the model stopped. Replicate does not say whether a text that it completed had an end or was
 * cut, so that the one reason that is ever known is an error.
 */
export function finishReasonOf({ status }: ExecutionRecord): "error" | undefined {
  return status === "failed" || status === "aborted" ? "error" : undefined;
}

/** What spans and metrics have in common; none of it identifies an execution. */
export function commonAttributesOf(record: ExecutionRecord): Attributes {
  const attributes: { [Name in MetricAttribute]?: AttributeValue } = {
    "gen_ai.operation.name": operationNameOf(record),
    "gen_ai.provider.name": PROVIDER,
  };
  const model = requestedModelOf(record);
  if (model !== undefined) attributes["gen_ai.request.model"] = model;
  const server = serverOf(record.origin);
  if (server) {
    attributes["server.address"] = server.address;
    attributes["server.port"] = server.port;
  }
  return attributes;
}

interface Server {
  readonly address: string;
  readonly port: number;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "https:": 443, "http:": 80 };

let lastOrigin: string | undefined;
let lastServer: Server | undefined;

/** An app talks to one API, so that the last answer is nearly always the next one. */
function serverOf(origin: string | undefined): Server | undefined {
  if (origin === undefined || !URL.canParse(origin)) return undefined;
  if (origin === lastOrigin) return lastServer;
  const { hostname, port, protocol } = new URL(origin);
  const number = port === "" ? DEFAULT_PORTS[protocol] : Number(port);
  lastOrigin = origin;
  lastServer = number === undefined ? undefined : { address: hostname, port: number };
  return lastServer;
}

/** The value, where it has the type that the table says. */
function fit(name: SpanAttribute, value: unknown): AttributeValue | undefined {
  switch (SPAN_ATTRIBUTES[name].type) {
    case "string":
      return typeof value === "string" ? value : undefined;
    case "int":
      return Number.isSafeInteger(value) ? (value as number) : undefined;
    case "double":
      return Number.isFinite(value) ? (value as number) : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "string[]":
      return Array.isArray(value) ? value.map(String) : undefined;
    case "any":
      return undefined;
  }
}
