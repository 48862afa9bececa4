import type { ExecutionSummary } from "../../../src/api/contract.ts";

/** Newest first; equal starts by key, so that nothing jumps. */
function byStart(one: ExecutionSummary, other: ExecutionSummary): number {
  if (one.startedAt !== other.startedAt) return other.startedAt - one.startedAt;
  return one.key < other.key ? 1 : -1;
}

/** How a list changes. */
export interface SummaryChange {
  readonly changed: readonly ExecutionSummary[];
  /** Whether an execution belongs into the list at all. */
  readonly belongs: (summary: ExecutionSummary) => boolean;
  /** Whether the list ends where the server's does; else what is older than its last row waits. */
  readonly complete: boolean;
}

/**
 * Takes new and changed executions into a sorted list: known ones in their place, new ones in
 * order, those that no longer belong out.
 */
export function mergeSummaries(
  rows: readonly ExecutionSummary[],
  { changed, belongs, complete }: SummaryChange,
): readonly ExecutionSummary[] {
  const latest = new Map(changed.map((summary) => [summary.key, summary]));
  const last = rows.at(-1);
  let sorted = true;
  const kept = rows.flatMap((row) => {
    const now = latest.get(row.key);
    if (now === undefined) return [row];
    latest.delete(row.key);
    if (now.startedAt !== row.startedAt) sorted = false;
    return belongs(now) ? [now] : [];
  });
  const fresh = [...latest.values()].filter(
    (summary) => belongs(summary) && (complete || last === undefined || byStart(summary, last) < 0),
  );
  if (fresh.length === 0 && sorted) return kept;
  return [...fresh, ...kept].toSorted(byStart);
}
