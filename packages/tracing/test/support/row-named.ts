import type { CollectedRow } from "braintrust-replicate-viewer";

/** The row of the span of this name; fails where there is none or more than one. */
export function rowNamed(rows: readonly CollectedRow[], name: string): CollectedRow {
  const found = rows.filter((row) => row.span_attributes?.name === name);
  const [row] = found;
  if (row === undefined || found.length > 1) {
    const names = rows.map((other) => other.span_attributes?.name ?? other.id).join(", ");
    throw new Error(`${found.length} rows are named ${name}, expected one; there are: ${names}`);
  }
  return row;
}
