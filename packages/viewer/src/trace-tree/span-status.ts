import type { CollectedRow } from "../store/collected-row.ts";

/** How a span stands: running until it has an end. */
export type SpanStatus = "succeeded" | "failed" | "stopped" | "running";

/** The mark of each status, all one column wide. */
export const STATUS_MARKS: Readonly<Record<SpanStatus, string>> = {
  succeeded: "✓",
  failed: "✗",
  stopped: "■",
  running: "…",
};

/**
 * Reads the status off a row: an error is a failure, a canceled or incomplete execution was
 * stopped, an end without either is a success.
 */
export function spanStatus(row: CollectedRow): SpanStatus {
  const status = row.metadata?.["status"];
  if (row.error != null || status === "failed" || status === "aborted") return "failed";
  if (status === "canceled" || row.metadata?.["incomplete"] != null) return "stopped";
  return row.metrics?.["end"] == null ? "running" : "succeeded";
}
