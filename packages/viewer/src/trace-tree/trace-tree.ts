import type { CollectedRow } from "../store/collected-row.ts";

/** A span and the spans below it. */
export interface TraceTree {
  readonly row: CollectedRow;
  /** By start time. */
  readonly children: readonly TraceTree[];
  /** The span names a parent that is not among the rows: it stands as a root for now. */
  readonly parentMissing: boolean;
}

interface GrowingTree extends TraceTree {
  readonly children: GrowingTree[];
}

/**
 * Arranges rows as trees by `span_parents` and `span_id`; pure. A span whose parent is not there
 * becomes a root, and so does the first of spans that name each other as parents. Roots and
 * children are sorted by start. Comments are rows, but no spans: they are left out.
 *
 * @example
 * const [tree] = buildTraceTrees(store.rows());
 * tree?.children.map((child) => child.row.span_attributes?.name); // ["replicate.run"]
 */
export function buildTraceTrees(rows: readonly CollectedRow[]): readonly TraceTree[] {
  const spans = rows.filter((row) => row["comment"] == null).toSorted(byStart);
  const bySpanId = new Map<string, CollectedRow>();
  for (const row of spans) {
    const spanId = row.span_id;
    if (spanId != null && !bySpanId.has(spanId)) bySpanId.set(spanId, row);
  }
  const childrenOf = new Map<CollectedRow, CollectedRow[]>();
  const roots: CollectedRow[] = [];
  for (const row of spans) {
    const parent = findParent(row, bySpanId);
    if (parent === undefined) {
      roots.push(row);
      continue;
    }
    const siblings = childrenOf.get(parent) ?? [];
    siblings.push(row);
    childrenOf.set(parent, siblings);
  }
  const placed = new Set<CollectedRow>();
  const trees = roots.map((root) => grow(root, childrenOf, placed));
  // What no root reaches is part of a cycle: the earliest of it is taken for a root.
  for (const row of spans) {
    if (!placed.has(row)) trees.push(grow(row, childrenOf, placed));
  }
  return trees.toSorted((a, b) => byStart(a.row, b.row));
}

function findParent(
  row: CollectedRow,
  bySpanId: ReadonlyMap<string, CollectedRow>,
): CollectedRow | undefined {
  for (const id of row.span_parents ?? []) {
    const parent = bySpanId.get(id);
    if (parent !== undefined && parent !== row) return parent;
  }
  return undefined;
}

/** Without recursion: a chain of ten thousand spans must not exhaust the stack. */
function grow(
  root: CollectedRow,
  childrenOf: ReadonlyMap<CollectedRow, readonly CollectedRow[]>,
  placed: Set<CollectedRow>,
): GrowingTree {
  const tree = leaf(root, placed, (root.span_parents ?? []).length > 0);
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const row of childrenOf.get(node.row) ?? []) {
      if (placed.has(row)) continue;
      const child = leaf(row, placed, false);
      node.children.push(child);
      open.push(child);
    }
  }
  return tree;
}

function leaf(row: CollectedRow, placed: Set<CollectedRow>, parentMissing: boolean): GrowingTree {
  placed.add(row);
  return { row, children: [], parentMissing };
}

function byStart(a: CollectedRow, b: CollectedRow): number {
  // Subtracting two infinite starts gives NaN, which falls through to the next criterion.
  return startOf(a) - startOf(b) || countOf(a) - countOf(b) || 0;
}

function startOf(row: CollectedRow): number {
  const start = row.metrics?.["start"];
  if (start != null) return start;
  const created = Date.parse(row.created ?? "");
  return Number.isNaN(created) ? Infinity : created / 1_000;
}

function countOf(row: CollectedRow): number {
  return row.span_attributes?.exec_counter ?? 0;
}
