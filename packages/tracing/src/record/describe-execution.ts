import { scrubSecrets } from "../wire/scrub-secrets.ts";
import { versionId } from "../wire/model-reference.ts";
import { kindOf } from "../exchange/operation.ts";
import type { Execution } from "../execution/execution.ts";
import { measureExecution } from "../execution/measure-execution.ts";
import type { DescribedInput } from "./describe-input.ts";
import { describeValue, type Described } from "./describe-value.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import type { RecordingPolicy } from "./recording-policy.ts";
import { readParameters } from "./request-parameters.ts";
import { isTextChunks, offersTextStream } from "./text-output.ts";

/** Characters of logs kept of a failed execution. */
const LOGS = 2000;

/** Bytes of Replicate's metrics kept: models may record anything there. */
const METRICS_BYTES = 4096;

/** What a description needs beside the execution. */
export interface DescribeContext {
  readonly policy: RecordingPolicy;
  /** The input as it was described; it is read once, at the call. */
  readonly input: DescribedInput;
  /** A look at somebody else's execution must not count its tokens a second time. */
  readonly countsTokens: boolean;
}

/** Tells of an execution what is worth telling, redacted and in nobody's dialect. */
export function describeExecution(
  execution: Execution,
  { policy, input, countsTokens }: DescribeContext,
): ExecutionRecord {
  const { operation, startedAt, endedAt, requested, reported, status, attempts } = execution;
  const { token = "" } = requested;
  // Whoever has the stream's URL can read the stream, and its hosts change.
  const { metrics, streamUrl = "" } = reported;
  const secrets = [token, ...input.secretValues, streamUrl];
  const kind = kindOf(operation);
  const quoted = policy.captureInput && policy.captureOutput;
  const described = (path: string, value: unknown, contentBytes?: number): Described =>
    describeValue(value, { policy, contentBytes, path, secrets, parsed: true });
  const text = (path: string, value: string | undefined): string | undefined => {
    const scrubbed = value && scrubSecrets(value, secrets);
    if (scrubbed === undefined || policy.redact === undefined) return scrubbed;
    const told = described(path, scrubbed).value;
    return typeof told === "string" ? told : undefined;
  };
  const output = described("output", policy.captureOutput ? outputOf(execution) : undefined);
  const parts = [input, output, execution, execution.transcript];
  return {
    operation,
    kind,
    startedAt,
    endedAt,
    input: input.value,
    output: output.value,
    error: text("error", errorOf(execution, quoted)),
    errorSigns: execution.thrownSigns?.flatMap((sign) => text("error", sign) ?? []),
    model: text("metadata.model", modelOf(execution)),
    requestedModel: text("metadata.model", requested.model ?? requested.deployment),
    reportedModel: text("metadata.model", reported.model),
    origin: requested.origin,
    version: text("metadata.version", versionId(requested.version) ?? versionId(reported.version)),
    deployment: text("metadata.deployment", requested.deployment ?? reported.deployment),
    predictionId: text("metadata.prediction_id", execution.predictionId),
    status: text("metadata.status", status),
    url: text("metadata.url", reported.webUrl),
    streamsText: offersTextStream(reported.streamUrl),
    attempts: attempts > 1 ? attempts : undefined,
    incomplete: execution.incomplete,
    truncated: parts.some((part) => part?.truncated) || undefined,
    parameters: readParameters(input.value),
    logs: text("metadata.logs", quoted ? logsOf(execution, secrets) : undefined),
    replicateMetrics: described(
      "metadata.replicate_metrics",
      quoted ? metrics : metrics && numbersOf(metrics),
      METRICS_BYTES,
    ).value,
    measures: measureExecution(execution, countsTokens || kind === "model"),
  };
}

function outputOf({ transcript, outputIsFinal, output, reported }: Execution): unknown {
  const seen = outputIsFinal ? output : (transcript?.output ?? output);
  const isText = Array.isArray(seen) && isTextChunks(seen, offersTextStream(reported.streamUrl));
  return isText ? seen.join("") : seen;
}

/**
 * Of a failed execution the end of the logs, where the failure is. More is scrubbed than kept, so
 * that no secret is cut in two and missed.
 */
function logsOf({ status, reported }: Execution, secrets: readonly string[]): string | undefined {
  const { logs } = reported;
  if (status !== "failed" || !logs) return undefined;
  return scrubSecrets(logs.slice(-2 * LOGS), secrets).slice(-LOGS);
}

/**
 * The requested name first: the API answers official models under internal names. Braintrust
 * requires a model, so that failing every name the version or deployment stands in.
 */
function modelOf({ requested, reported }: Execution): string | undefined {
  return requested.model ?? reported.model ?? requested.version ?? requested.deployment;
}

/** @param quoted - Whether Replicate's words and those of an error may be told. */
function errorOf({ status, thrown, failure }: Execution, quoted: boolean): string | undefined {
  const words = quoted ? failure : undefined;
  switch (status) {
    case "canceled":
      return undefined;
    case "aborted":
      return words === undefined ? "Prediction aborted" : `Prediction aborted: ${words}`;
    case "failed":
      return words ?? "Prediction failed";
    default:
      return quoted || thrown === undefined ? thrown : "The call threw";
  }
}

/** A model may record any text as a metric; a number tells nothing of what was asked. */
function numbersOf(metrics: Readonly<Record<string, unknown>>): object {
  const numbers = Object.entries(metrics).filter(([, value]) => typeof value === "number");
  return Object.fromEntries(numbers);
}
