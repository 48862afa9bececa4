import type { JsonObject } from "../json.ts";
import type { Mount } from "../mount/mount.ts";
import type { Era } from "../settings.ts";
import type { Prediction } from "./prediction.ts";
import type { Observation } from "./timeline.ts";

/**
 * Replicate stamps an execution that was canceled before it started as if it had run for three
 * microseconds just before its end.
 */
const NEVER_RAN_MICROSECONDS = 3;

/** An RFC 3339 time with microseconds, `offsetMicroseconds` (below 1,000) after a millisecond. */
export function microsecondTime(ms: number, offsetMicroseconds = 0): string {
  const micros = String(offsetMicroseconds).padStart(3, "0");
  return new Date(ms).toISOString().replace("Z", `${micros}Z`);
}

/** `started_at` and `completed_at` as the back-end of finished executions writes them. */
export function timesOf(
  prediction: Prediction,
  { status, startedMs, endedMs }: Observation,
): { started_at: string | null; completed_at: string | null } {
  const { createdAt } = prediction;
  const time = (ms: number | undefined): string | null =>
    ms === undefined ? null : microsecondTime(createdAt + ms);
  if (status === "canceled" && startedMs === undefined && endedMs !== undefined) {
    return {
      started_at: microsecondTime(createdAt + endedMs),
      completed_at: microsecondTime(createdAt + endedMs, NEVER_RAN_MICROSECONDS),
    };
  }
  return { started_at: time(startedMs), completed_at: time(endedMs) };
}

/** `metrics`: the measured times in seconds, then what the model's script reports. */
export function metricsOf(
  prediction: Prediction,
  { status, startedMs, endedMs }: Observation,
): JsonObject {
  if (endedMs === undefined) return {};
  const { script } = prediction.request;
  const total = { total_time: endedMs / 1_000 };
  if (startedMs === undefined) {
    return status === "canceled" ? { predict_time: NEVER_RAN_MICROSECONDS / 1e6, ...total } : total;
  }
  const reported = status === "succeeded" || status === "failed" ? script.metrics : undefined;
  return { predict_time: (endedMs - startedMs) / 1_000, ...total, ...reported };
}

/** The URLs of a prediction, for whom it concerns. */
export function urlsOf(
  prediction: Prediction,
  where: { mount: Mount; era: Era; collection: "predictions" | "trainings" },
): Record<string, string> {
  const { apiBase, streamBase } = where.mount;
  const get = `${apiBase}/${where.collection}/${prediction.id}`;
  const urls: Record<string, string> = { cancel: `${get}/cancel`, get };
  if (prediction.streamToken !== undefined) {
    const folder = prediction.request.model.streaming === "files" ? "files" : "streams";
    urls["stream"] = `${streamBase}/${folder}/${prediction.streamToken}`;
  }
  if (where.era === "2025" && prediction.request.kind === "prediction") {
    urls["web"] = `https://replicate.com/p/${prediction.id}`;
  }
  return urls;
}

/** The input as answers show it: secrets covered. */
export function shownInput(prediction: Prediction): JsonObject {
  if (prediction.dataRemoved) return {};
  const { input, model } = prediction.request;
  const secrets = new Set(model.secretInputs);
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, secrets.has(key) ? "[REDACTED]" : value]),
  );
}

/** Sorts the keys of an object and of every object in it, as Go's maps are written. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => [key, sortedKeys(member)]),
  );
}
