import type { Prediction } from "../wire/prediction.ts";

/** What is kept of answers as they put it; the rest is weighed against what else is known. */
export type Reported = Omit<
  Prediction,
  "id" | "status" | "output" | "error" | "dataRemoved" | "urls"
>;

/**
 * Adds an answer. The newest word counts, but for where there is none. Field by field: this is on
 * every call.
 */
export function laterReport(known: Partial<Reported>, answer: Partial<Prediction>): Reported {
  return {
    model: answer.model ?? known.model,
    version: answer.version ?? known.version,
    deployment: answer.deployment ?? known.deployment,
    input: answer.dataRemoved ? known.input : (answer.input ?? known.input),
    logs: longer(known.logs, answer.logs),
    metrics: mergedMetrics(known.metrics, answer.metrics),
    // The API moves `created_at` by some milliseconds between the answers; the earliest is nearest
    // to the request.
    createdAt: earlier(known.createdAt, answer.createdAt),
    startedAt: answer.startedAt ?? known.startedAt,
    completedAt: answer.completedAt ?? known.completedAt,
    webUrl: answer.webUrl ?? known.webUrl,
    streamUrl: answer.streamUrl ?? known.streamUrl,
  };
}

function mergedMetrics(
  known: Prediction["metrics"],
  seen: Prediction["metrics"],
): Prediction["metrics"] {
  if (seen === undefined || Object.keys(seen).length === 0) return known;
  return known === undefined ? seen : { ...known, ...seen };
}

function longer(known: string | undefined, seen: string | undefined): string | undefined {
  return sizeOf(seen) > sizeOf(known) ? seen : known;
}

function earlier(known: number | undefined, seen: number | undefined): number | undefined {
  return known === undefined || (seen !== undefined && seen < known) ? seen : known;
}

/** Of an execution that nobody has answered yet. */
export const NOTHING_REPORTED: Reported = laterReport({}, {});

/** Partial outputs grow, and so do logs; a smaller one is an older one that came late. */
export function sizeOf(output: unknown): number {
  return typeof output === "string" || Array.isArray(output) ? output.length : -1;
}
