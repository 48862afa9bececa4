import type { LoggedRow } from "../store/logged-row.ts";
import { readLoggedRow } from "../store/logged-row.ts";
import type { CollectorContext, RejectedRow } from "./collector-context.ts";

/**
 * Stores posted rows; they are kept when this returns. One bad row must not cost its batch: it is
 * left out and named in the answer.
 */
export function storeRows(
  context: CollectorContext,
  posted: readonly unknown[],
): { row_ids: string[]; rejected?: RejectedRow[] } {
  const rows: LoggedRow[] = [];
  const rejected: RejectedRow[] = [];
  for (const [index, value] of posted.entries()) {
    const read = readLoggedRow(value);
    if ("row" in read) rows.push(read.row);
    else rejected.push({ index, problem: read.problem });
  }
  context.store.write(rows);
  for (const row of rejected) context.onRejectedRow(row);
  const answer = { row_ids: rows.map((row) => row.id) };
  return rejected.length === 0 ? answer : { ...answer, rejected };
}
