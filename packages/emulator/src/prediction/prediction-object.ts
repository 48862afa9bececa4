import type { DeliveredFile } from "../files/delivered-file.ts";
import { withFileUrls } from "../files/delivered-file.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import type { Mount } from "../mount/mount.ts";
import type { Era } from "../settings.ts";
import type { Prediction } from "./prediction.ts";
import {
  metricsOf,
  microsecondTime,
  shownInput,
  sortedKeys,
  timesOf,
  urlsOf,
} from "./prediction-fields.ts";
import type { Observation } from "./timeline.ts";

/** The prediction object of Replicate's HTTP API. */
export interface PredictionObject {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly status: string;
  readonly input: JsonObject;
  readonly output?: unknown;
  readonly logs: string | null;
  readonly error: string | null;
  readonly created_at: string;
  readonly started_at?: string | null;
  readonly completed_at?: string | null;
  readonly data_removed?: boolean;
  readonly deployment?: string;
  readonly deadline?: string;
  readonly metrics?: JsonObject;
  readonly urls: Readonly<Record<string, string>>;
}

/** What decides how a prediction is written down, besides the prediction itself. */
export interface View {
  readonly mount: Mount;
  readonly era: Era;
  /** Gives a file of the output its URL. */
  readonly fileUrl: (prediction: Prediction, file: DeliveredFile) => string;
}

/** A moment of a prediction that is to be written down. */
interface Sighting {
  readonly prediction: Prediction;
  readonly view: View;
  readonly seen: Observation;
}

/** The answer to a request that did not wait: `starting`, whatever has happened since. */
export function createdObject(prediction: Prediction, view: View): PredictionObject {
  const seen: Observation = { status: "starting", yielded: [], logs: "" };
  return runningObject({ prediction, view, seen }, {});
}

/** The answer to a blocking request whose time ran out: no output, even of a model that runs. */
export function unfinishedObject(
  prediction: Prediction,
  view: View,
  status: "starting" | "processing",
): PredictionObject {
  const { startedMs } = prediction.observe();
  const started = status === "processing" && startedMs !== undefined ? { startedMs } : {};
  const seen: Observation = {
    status: started.startedMs === undefined ? "starting" : status,
    yielded: [],
    logs: "",
    ...started,
  };
  return runningObject({ prediction, view, seen }, { data_removed: false });
}

/** The answer to a blocking request whose model finished: its output, no times, no metrics. */
export function blockingObject(prediction: Prediction, view: View): PredictionObject {
  const seen: Observation = { status: "processing", yielded: [], logs: "" };
  const output = outcomeOf(prediction, prediction.observe()).output;
  return runningObject({ prediction, view, seen }, { output: output ?? null, data_removed: false });
}

/** What `GET` answers now: while it runs without metrics, then with times and metrics. */
export function currentObject(prediction: Prediction, view: View): PredictionObject {
  const seen = prediction.observe();
  if (prediction.request.kind === "prediction" && seen.endedMs === undefined) {
    const output = seen.yielded.length > 0 ? { output: seen.yielded } : {};
    return runningObject({ prediction, view, seen }, output);
  }
  return settledObject({ prediction, view, seen });
}

/** The answer to a cancellation, which carries neither output nor logs. */
export function canceledObject(prediction: Prediction, view: View): PredictionObject {
  const object = currentObject(prediction, view);
  return object.status === "canceled" ? { ...object, output: null, logs: null } : object;
}

/** While an execution runs, a back-end answers that writes its fields in this order. */
function runningObject(
  { prediction, view, seen }: Sighting,
  shown: { output?: unknown; data_removed?: boolean },
): PredictionObject {
  const { request } = prediction;
  const always: { output?: unknown; data_removed?: boolean } =
    view.era === "2025" && request.kind === "prediction"
      ? { output: null, data_removed: false }
      : {};
  const { startedMs } = seen;
  const started =
    startedMs === undefined
      ? {}
      : { started_at: microsecondTime(prediction.createdAt + startedMs) };
  const { mount, era } = view;
  return {
    id: prediction.id,
    model: request.model.reportedModel ?? request.model.name,
    version: request.version,
    input: sortedInput(prediction),
    logs: seen.logs,
    ...withUrls({ ...always, ...shown }, prediction, view),
    error: null,
    status: seen.status,
    created_at: new Date(prediction.createdAt).toISOString(),
    ...started,
    ...contextOf(prediction),
    urls: urlsOf(prediction, { mount, era, collection: "predictions" }),
    ...request.echo,
  };
}

/** Trainings, and everything that is over, come from another back-end. */
function settledObject({ prediction, view, seen }: Sighting): PredictionObject {
  const { request } = prediction;
  const { mount, era } = view;
  const removed = prediction.dataRemoved;
  const { output, error } = outcomeOf(prediction, seen);
  const collection = request.kind === "training" ? "trainings" : "predictions";
  const { started_at, completed_at } = timesOf(prediction, seen);
  const modern = era === "2025" || removed ? { data_removed: removed } : {};
  return {
    completed_at,
    created_at: microsecondTime(prediction.createdAt),
    ...modern,
    error,
    id: prediction.id,
    input: shownInput(prediction),
    logs: removed ? null : logsOf(seen),
    metrics: metricsOf(prediction, seen),
    ...withUrls({ output: removed ? null : output }, prediction, view),
    started_at,
    status: seen.status,
    urls: urlsOf(prediction, { mount, era, collection }),
    model: request.model.reportedModel ?? request.model.name,
    version: request.version,
    ...contextOf(prediction),
    ...(era === "2024" ? { webhook_completed: null } : {}),
    ...request.echo,
  };
}

/** The output and the error that an execution has come to. */
export function outcomeOf(
  prediction: Prediction,
  { status, yielded }: Observation,
): { output: unknown; error: string | null } {
  const { script } = prediction.request;
  const partial = yielded.length > 0 ? yielded : null;
  switch (status) {
    case "succeeded":
      return { output: script.output ?? partial, error: script.error ?? null };
    case "failed":
      return { output: script.output ?? null, error: script.error ?? "Prediction failed." };
    case "canceled":
    case "aborted":
      return { output: partial, error: script.status === status ? (script.error ?? null) : null };
    default:
      return { output: partial, error: null };
  }
}

/** Logs of what never ran are null, those of what ran without a word are empty. */
function logsOf({ logs, startedMs, endedMs }: Observation): string | null {
  return logs === "" && (startedMs === undefined || endedMs === undefined) ? null : logs;
}

function sortedInput(prediction: Prediction): JsonObject {
  const sorted = sortedKeys(shownInput(prediction));
  return isJsonObject(sorted) ? sorted : {};
}

function contextOf(prediction: Prediction): JsonObject {
  const { deployment, cancelAfterMs } = prediction.request;
  return {
    ...(deployment === undefined ? {} : { deployment }),
    ...(cancelAfterMs === undefined
      ? {}
      : { deadline: new Date(prediction.createdAt + cancelAfterMs).toISOString() }),
  };
}

function withUrls<T extends { output?: unknown }>(
  fields: T,
  prediction: Prediction,
  view: View,
): T {
  if (!("output" in fields)) return fields;
  const output = withFileUrls(fields.output, (file) => view.fileUrl(prediction, file));
  return { ...fields, output };
}
