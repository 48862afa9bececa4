import type { ExecutionSummary } from "../api/contract.ts";
import type { CollectedRow } from "../store/collected-row.ts";
import { describeInput } from "./describe-input.ts";
import { describeOutput, isOutput, shortJson } from "./describe-output.ts";
import { executionStatus } from "./execution-status.ts";
import type { FileReference } from "./files-of-row.ts";
import { startOf, traceIdOf } from "./is-execution.ts";
import { oneLine } from "./one-line.ts";

/** A summary without what is looked up when it is read. */
export type StoredSummary = Omit<ExecutionSummary, "project">;

/** What summarising needs besides the row. */
export interface SummaryContext {
  readonly key: string;
  /** Epoch seconds. */
  readonly updatedAt: number;
  readonly files: readonly FileReference[];
  /** The same-origin URL of a file's bytes, if they are kept. */
  readonly mediaUrl: (file: FileReference) => string | null;
}

/** Summarises a row for the list of executions; pure but for `mediaUrl`. */
export function summarizeExecution(row: CollectedRow, context: SummaryContext): StoredSummary {
  const { files, mediaUrl } = context;
  const metric = (name: string): number | null => finite(row.metrics?.[name]);
  const startedAt = startOf(row, context.updatedAt);
  const endedAt = metric("end");
  const picture = files.find((file) => isOutput(file.path) && file.kind === "image");
  return {
    key: context.key,
    id: row.id,
    traceId: traceIdOf(row),
    name: row.span_attributes?.name ?? row.id,
    model: text(row.metadata?.["model"]),
    version: text(row.metadata?.["version"]),
    deployment: text(row.metadata?.["deployment"]),
    predictionId: text(row.metadata?.["prediction_id"]),
    status: executionStatus(row),
    error: errorLine(row.error),
    incomplete: text(row.metadata?.["incomplete"]),
    startedAt,
    endedAt,
    waitingSeconds: metric("queue_time"),
    runningSeconds: metric("predict_time"),
    totalSeconds: endedAt === null ? null : Math.max(0, endedAt - startedAt),
    timeToFirstTokenSeconds: metric("time_to_first_token"),
    promptTokens: metric("prompt_tokens"),
    completionTokens: metric("completion_tokens"),
    tokens: metric("tokens"),
    inputLine: describeInput(row.input),
    ...describeOutput(row.output, files),
    thumbnail: picture === undefined ? null : mediaUrl(picture),
    updatedAt: context.updatedAt,
  };
}

/** The first line of an error, at most 300 characters; a Python traceback says it in the last. */
export function errorLine(error: unknown): string | null {
  if (error === undefined || error === null) return null;
  const whole = typeof error === "string" ? error : shortJson(error);
  const isTraceback = whole.startsWith("Traceback (most recent call last)");
  const line = isTraceback
    ? whole.slice(-2_000).trim().split("\n").at(-1)
    : whole.slice(0, 2_000).trim().split("\n", 1)[0];
  return oneLine(line ?? "", 300);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 500) : null;
}

function finite(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
