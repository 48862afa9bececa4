import { scrubSecrets } from "../wire/scrub-secrets.ts";
import { versionId } from "../wire/model-reference.ts";
import { kindOf } from "../exchange/operation.ts";
import type { Execution } from "../execution/execution.ts";
import { measureExecution, type Measures } from "../execution/measure-execution.ts";
import { describeValue, type Described } from "./describe-value.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import type { RecordedValue } from "./recorded-value.ts";
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
  /** Exact secrets: the client's token, and values of secret inputs. */
  readonly secrets: readonly string[];
  /** The input as it was described; it is read once, at the call. */
  readonly input: Described;
  /** A look at somebody else's execution must not count its tokens a second time. */
  readonly countsTokens: boolean;
  /** Where the API is. */
  readonly origin: string | undefined;
}

/** Tells of an execution what is worth telling, redacted and in nobody's dialect. */
export function describeExecution(
  execution: Execution,
  { policy, secrets, input, countsTokens, origin }: DescribeContext,
): ExecutionRecord {
  const teller = new Teller(policy, secrets);
  const kind = kindOf(execution.operation);
  const output = policy.captureOutput ? teller.output(execution) : NOTHING;
  const failed = execution.status === "failed";
  return {
    operation: execution.operation,
    kind,
    startedAt: execution.startedAt,
    endedAt: execution.endedAt,
    input: input.value,
    output: output.value,
    error: teller.text("error", errorOf(execution, policy)),
    errorType: errorTypeOf(execution),
    model: teller.text("metadata.model", modelOf(execution)),
    requestedModel: teller.text(
      "metadata.model",
      execution.requested.model ?? execution.requested.deployment,
    ),
    reportedModel: teller.text("metadata.model", execution.reportedModel),
    origin,
    version: teller.text(
      "metadata.version",
      versionId(execution.requested.version) ?? versionId(execution.reportedVersion),
    ),
    deployment: teller.text(
      "metadata.deployment",
      execution.requested.deployment ?? execution.reportedDeployment,
    ),
    predictionId: teller.text("metadata.prediction_id", execution.predictionId),
    status: teller.text("metadata.status", execution.status),
    url: teller.text("metadata.url", execution.webUrl),
    streamsText: offersTextStream(execution.streamUrl),
    attempts: execution.attempts > 1 ? execution.attempts : undefined,
    incomplete: execution.incomplete,
    truncated:
      input.truncated ||
      output.truncated ||
      execution.truncated ||
      execution.transcript?.truncated === true
        ? true
        : undefined,
    parameters: readParameters(input.value),
    logs: failed && quotes(policy) ? teller.logs(execution.logs) : undefined,
    replicateMetrics: teller.metrics(execution.metrics),
    measures: measuresOf(execution, countsTokens || kind === "model"),
  };
}

const NOTHING: Described = { value: undefined, truncated: false };

class Teller {
  readonly #policy: RecordingPolicy;
  readonly #secrets: readonly string[];

  constructor(policy: RecordingPolicy, secrets: readonly string[]) {
    this.#policy = policy;
    this.#secrets = secrets;
  }

  text(path: string, value: string | undefined): string | undefined {
    if (value === undefined) return undefined;
    const text = scrubSecrets(value, this.#secrets);
    if (this.#policy.redact === undefined) return text;
    const told = this.#describe(path, text).value;
    return typeof told === "string" ? told : undefined;
  }

  output(execution: Execution): Described {
    const { transcript, outputIsFinal } = execution;
    const seen = outputIsFinal ? execution.output : (transcript?.output ?? execution.output);
    if (seen === undefined) return NOTHING;
    const streamsText = offersTextStream(execution.streamUrl);
    const joined = Array.isArray(seen) && isTextChunks(seen, streamsText) ? seen.join("") : seen;
    return this.#describe("output", joined);
  }

  /** The end of the logs, where the failure is. More is scrubbed than kept, so that no secret is cut in two and missed. */
  logs(logs: string | undefined): string | undefined {
    if (logs === undefined || logs === "") return undefined;
    return this.text(
      "metadata.logs",
      scrubSecrets(logs.slice(-2 * LOGS), this.#secrets).slice(-LOGS),
    );
  }

  metrics(metrics: Execution["metrics"]): RecordedValue | undefined {
    if (metrics === undefined) return undefined;
    const told = quotes(this.#policy) ? metrics : numbersOf(metrics);
    return this.#describe("metadata.replicate_metrics", told, METRICS_BYTES).value;
  }

  #describe(path: string, value: unknown, contentBytes?: number): Described {
    const policy = contentBytes === undefined ? this.#policy : { ...this.#policy, contentBytes };
    return describeValue(value, { policy, path, secrets: this.#secrets, parsed: true });
  }
}

/**
 * The requested name first: the API answers official models under internal names. Braintrust
 * requires a model, so that failing every name the version or deployment stands in.
 */
function modelOf(execution: Execution): string | undefined {
  return (
    execution.requested.model ??
    execution.reportedModel ??
    execution.requested.version ??
    execution.requested.deployment
  );
}

/** Logs, errors and metrics quote inputs and outputs, so they go where those go. */
function quotes({ captureInput, captureOutput }: RecordingPolicy): boolean {
  return captureInput && captureOutput;
}

function errorOf(execution: Execution, policy: RecordingPolicy): string | undefined {
  const { status, thrown, failure } = execution;
  const words = quotes(policy);
  if (status === "canceled") return undefined;
  if (status === "aborted") return told("Prediction aborted", failure, words);
  if (status === "failed") return words ? (failure ?? "Prediction failed") : "Prediction failed";
  if (thrown === undefined) return undefined;
  return words ? thrown : "The call threw";
}

function errorTypeOf({ status, thrownType }: Execution): string | undefined {
  if (status === "failed" || status === "aborted") return `prediction_${status}`;
  return status === "canceled" ? undefined : thrownType;
}

function told(what: string, words: string | undefined, allowed: boolean): string {
  return allowed && words !== undefined ? `${what}: ${words}` : what;
}

/** A model may record any text as a metric; a number tells nothing of what was asked. */
function numbersOf(metrics: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const numbers = Object.entries(metrics).filter(([, value]) => typeof value === "number");
  return Object.fromEntries(numbers);
}

function measuresOf(execution: Execution, countsTokens: boolean): Measures {
  const measures = measureExecution(execution);
  if (countsTokens) return measures;
  const { prompt_tokens: _, completion_tokens: __, tokens: ___, ...rest } = measures;
  return rest;
}
