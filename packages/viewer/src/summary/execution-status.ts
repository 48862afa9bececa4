import type { CollectedRow } from "../store/collected-row.ts";

const NOT_SUCCEEDED: ReadonlySet<unknown> = new Set(["failed", "canceled", "aborted"]);

/**
 * How an execution stands, in Replicate's word where it ended badly; `stopped` when the caller left
 * early, `unknown` when nobody saw its end, `running` while it has none.
 */
export function executionStatus(row: CollectedRow): string {
  const status = row.metadata?.["status"];
  const incomplete = row.metadata?.["incomplete"];
  if (typeof status === "string" && NOT_SUCCEEDED.has(status)) return status;
  if (row.error != null) return "failed";
  if (incomplete === "stopped_early") return "stopped";
  if (incomplete != null) return "unknown";
  // A call that waits may settle while Replicate still says "processing": it has its output then.
  return row.metrics?.["end"] == null ? "running" : "succeeded";
}
