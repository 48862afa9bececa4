import { isObject, textOf } from "./shape.ts";

/**
 * A prediction or a training as Replicate's API answers it, as far as tracing cares.
 *
 * Every field but the id may be absent: a running prediction has no metrics, a cancel answer has
 * neither output nor logs, and the two back-ends of the API disagree on `null` and absent.
 *
 * @see https://replicate.com/docs/reference/http
 */
export interface Prediction {
  readonly id: string;
  readonly status: string | undefined;
  readonly model: string | undefined;
  readonly version: string | undefined;
  readonly deployment: string | undefined;
  readonly input: unknown;
  readonly output: unknown;
  readonly logs: string | undefined;
  readonly error: string | undefined;
  readonly metrics: Readonly<Record<string, unknown>> | undefined;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly dataRemoved: boolean;
  readonly webUrl: string | undefined;
  readonly streamUrl: string | undefined;
  /** All of `urls`, as they came. */
  readonly urls: Readonly<Record<string, unknown>>;
}

/** `aborted` is terminal on the server although no client knows it. */
const TERMINAL: ReadonlySet<string> = new Set(["succeeded", "failed", "canceled", "aborted"]);

/** Whether Replicate will change nothing any more but delete the data. */
export function isTerminal(status: string | undefined): boolean {
  return status !== undefined && TERMINAL.has(status);
}

/**
 * Reads what the API answered. Total: anything without an id is `undefined`, and a field of an
 * unexpected type counts as absent, because a tracer must survive what Replicate adds tomorrow.
 */
export function readPrediction(answer: unknown): Prediction | undefined {
  const body = recordOf(answer);
  const id = textOf(body?.["id"]);
  if (!body || !id) return undefined;
  const urls = recordOf(body["urls"]) ?? {};
  return {
    id,
    status: textOf(body["status"]),
    model: textOf(body["model"]),
    version: textOf(body["version"]),
    deployment: textOf(body["deployment"]),
    input: body["input"],
    output: body["output"] ?? undefined,
    logs: textOf(body["logs"]),
    error: errorText(body["error"]),
    metrics: recordOf(body["metrics"]),
    createdAt: instant(body["created_at"]),
    startedAt: instant(body["started_at"]),
    completedAt: instant(body["completed_at"]),
    dataRemoved: body["data_removed"] === true,
    webUrl: textOf(urls["web"]),
    streamUrl: textOf(urls["stream"]),
    urls,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isObject(value) && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Replicate's Go client types `error` as anything; a structured one is kept as its JSON. */
function errorText(value: unknown): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Milliseconds since the epoch of an RFC 3339 time with any number of fraction digits. */
function instant(value: unknown): number | undefined {
  // What is no time is not a number; Replicate is younger than 1970.
  return Date.parse(textOf(value) ?? "") || undefined;
}
