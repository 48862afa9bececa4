import type { TraceSpan } from "../../../src/api/contract.ts";

/** A span at its place in the tree. */
export interface TreeSpan {
  readonly span: TraceSpan;
  /** 1 for a root. */
  readonly depth: number;
  readonly children: number;
}

/**
 * The spans of a trace in the order of a tree, each below its parent, brothers by their start. Spans
 * whose parent is not there are roots, and so is one of each circle: nothing that was logged hides.
 */
export function flattenSpans(
  spans: readonly TraceSpan[],
  closed: ReadonlySet<string>,
): readonly TreeSpan[] {
  const bySpanId = new Map(spans.map((span) => [span.spanId, span]));
  const children = new Map<TraceSpan, TraceSpan[]>();
  const roots: TraceSpan[] = [];
  for (const span of spans.toSorted(byStart)) {
    const parent = parentOf(span, bySpanId);
    const brothers = parent === undefined ? roots : children.get(parent);
    // Never copied: one parent may have a hundred thousand.
    if (brothers !== undefined) brothers.push(span);
    else if (parent !== undefined) children.set(parent, [span]);
  }
  const walk = new TreeWalk(children, closed);
  for (const root of roots) walk.down(root);
  for (const span of spans) if (!walk.seen(span)) walk.down(span);
  return walk.found;
}

function byStart(one: TraceSpan, other: TraceSpan): number {
  return one.startedAt - other.startedAt;
}

function parentOf(
  span: TraceSpan,
  bySpanId: ReadonlyMap<string, TraceSpan>,
): TraceSpan | undefined {
  for (const id of span.parentIds) {
    const parent = bySpanId.get(id);
    if (parent !== undefined && parent !== span) return parent;
  }
  return undefined;
}

/** Without recursion: a chain may be a hundred thousand spans deep. */
class TreeWalk {
  readonly #children: ReadonlyMap<TraceSpan, readonly TraceSpan[]>;
  readonly #closed: ReadonlySet<string>;
  readonly #seen = new Set<TraceSpan>();
  readonly found: TreeSpan[] = [];

  constructor(children: ReadonlyMap<TraceSpan, readonly TraceSpan[]>, closed: ReadonlySet<string>) {
    this.#children = children;
    this.#closed = closed;
  }

  seen(span: TraceSpan): boolean {
    return this.#seen.has(span);
  }

  down(root: TraceSpan): void {
    const open = [{ span: root, depth: 1, hidden: false }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { span, depth, hidden } = next;
      if (this.#seen.has(span)) continue;
      this.#seen.add(span);
      const children = this.#children.get(span) ?? [];
      if (!hidden) this.found.push({ span, depth, children: children.length });
      const below = hidden || this.#closed.has(span.key);
      for (const child of children.toReversed()) {
        open.push({ span: child, depth: depth + 1, hidden: below });
      }
    }
  }
}
