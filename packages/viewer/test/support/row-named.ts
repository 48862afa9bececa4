import type { CollectedRow } from "braintrust-replicate-viewer";

/** The row of the span of this name; fails where there is none or more than one. */
export function rowNamed(rows: readonly CollectedRow[], name: string): CollectedRow {
  const found = rows.filter((row) => row.span_attributes?.name === name);
  const [row] = found;
  if (row === undefined || found.length > 1) {
    throw new Error(`${found.length} rows are named ${name}, expected one`);
  }
  return row;
}

/** Whether so many rows came and every one has ended. */
export function ended(count: number): (rows: readonly CollectedRow[]) => boolean {
  return (rows) => rows.length === count && rows.every((row) => row.metrics?.["end"] != null);
}
