import type { CollectedRow } from "braintrust-replicate-viewer";

/** The one row that there is; fails where there are others. */
export function onlyRow(rows: readonly CollectedRow[]): CollectedRow {
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    const names = rows.map(({ span_attributes: span, id }) => span?.name ?? id).join(", ");
    throw new Error(`expected one row, got ${rows.length}: ${names}`);
  }
  return row;
}
