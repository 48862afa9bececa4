import type { CollectedRow } from "../store/collected-row.ts";

/** Tells the execution of a model from the app's own spans. */
export function isExecution(row: CollectedRow): boolean {
  if (row["comment"] != null) return false;
  return (
    row.span_attributes?.type === "llm" ||
    row.metadata?.["provider"] === "replicate" ||
    typeof row.metadata?.["prediction_id"] === "string"
  );
}

/** The trace of a row: that of its root, or itself alone; always one that a URL can hold. */
export function traceIdOf(row: CollectedRow): string {
  return (row.root_span_id ?? row.id).replace(/\p{Surrogate}/gu, "\u{FFFD}");
}

/** When a row began, in epoch seconds; its end where nobody said, and `fallback` where it has none. */
export function startOf(row: CollectedRow, fallback: number): number {
  const start = row.metrics?.["start"];
  if (start != null && Number.isFinite(start)) return start;
  const created = Date.parse(row.created ?? "");
  if (!Number.isNaN(created)) return created / 1_000;
  const end = row.metrics?.["end"];
  return end != null && Number.isFinite(end) ? end : fallback;
}
