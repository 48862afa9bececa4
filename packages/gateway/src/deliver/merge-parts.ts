import type { RowPart } from "braintrust-replicate/http";

/**
 * One part of a row on top of an earlier one, as Braintrust merges them: plain objects deeply,
 * everything else replaced. Neither is changed.
 */
export function mergeParts(earlier: RowPart, later: RowPart): RowPart {
  const merged: RowPart = { ...earlier };
  for (const [name, value] of Object.entries(later)) {
    const before = merged[name];
    merged[name] = isPlain(before) && isPlain(value) ? mergeParts(before, value) : value;
  }
  return merged;
}

function isPlain(value: unknown): value is RowPart {
  if (typeof value !== "object" || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}
