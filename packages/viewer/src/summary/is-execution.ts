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

/** When a row began, in epoch seconds; `fallback` where nobody said. */
export function startOf(row: CollectedRow, fallback: number): number {
  const start = row.metrics?.["start"];
  if (start != null && Number.isFinite(start)) return start;
  const created = Date.parse(row.created ?? "");
  return Number.isNaN(created) ? fallback : created / 1_000;
}
