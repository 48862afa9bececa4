import type { CollectedRow } from "../store/collected-row.ts";
import { terminalText } from "../terminal/terminal-text.ts";
import { flattenTree } from "./flatten-tree.ts";
import { Placeholders } from "./placeholders.ts";
import { spanStatus, STATUS_MARKS } from "./span-status.ts";
import { summarizeOutcome } from "./summarize-outcome.ts";
import type { FindAttachment } from "./summarize-value.ts";
import type { TraceTree } from "./trace-tree.ts";
import { buildTraceTrees } from "./trace-tree.ts";

/** The same trace for a machine and for a reviewer; both end in a line end, ready for a file. */
export interface SpanTreeSnapshot {
  /** Every logged field, for `expected.span-tree.json`. */
  readonly json: string;
  /** One line a span, for `expected.span-tree.txt`. */
  readonly text: string;
}

/** Logged fields in the order in which they are read best; what is logged beyond them follows. */
const FIELD_ORDER = [
  "error",
  "input",
  "output",
  "expected",
  "scores",
  "tags",
  "metadata",
  "metrics",
  "context",
];

/** The tree itself says who is whose parent; when a row was made is never the same twice. */
const LEFT_OUT = new Set([
  "id",
  "span_id",
  "root_span_id",
  "span_parents",
  "span_attributes",
  "created",
  "project_id",
  "experiment_id",
  "org_id",
  "log_id",
]);

/**
 * Writes rows as trees in which everything that differs from run to run is a stable placeholder:
 * ids, times, durations, versions, local addresses, paths, stacks. Equal values get equal
 * placeholders, so that a row whose id is its prediction's id can be told.
 *
 * @example
 * const { json, text } = spanTreeSnapshot(store.rows());
 * await expect(json).toMatchFileSnapshot("expected.span-tree.json");
 * await expect(text).toMatchFileSnapshot("expected.span-tree.txt");
 */
export function spanTreeSnapshot(
  rows: readonly CollectedRow[],
  findAttachment?: FindAttachment,
): SpanTreeSnapshot {
  const trees = buildTraceTrees(rows);
  const placeholders = new Placeholders();
  for (const tree of trees) {
    for (const line of flattenTree(tree)) placeholders.learnIds(line.tree.row);
  }
  const spans = trees.map((tree) => normalSpan(tree, placeholders));
  const lines = trees.flatMap((tree) =>
    flattenTree(tree).map((line) => {
      const span = textOfSpan(line.tree, placeholders, findAttachment);
      return `${line.branch}${span}`.trimEnd();
    }),
  );
  return {
    json: `${reviewable(JSON.stringify(spans, undefined, 2))}\n`,
    text: lines.length === 0 ? "" : `${lines.join("\n")}\n`,
  };
}

/** JSON leaves signs as they are that reorder text or are not seen: a reviewer must see them. */
function reviewable(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

interface NormalSpan {
  name: unknown;
  type?: unknown;
  id: unknown;
  children: NormalSpan[];
  [field: string]: unknown;
}

function normalSpan(tree: TraceTree, placeholders: Placeholders): NormalSpan {
  const { row } = tree;
  const { name, type, exec_counter: _counter, ...attributes } = row.span_attributes ?? {};
  const rest = Object.keys(row)
    .filter((field) => !FIELD_ORDER.includes(field))
    .toSorted();
  const fields = [...FIELD_ORDER, ...rest].filter(
    (field) => row[field] !== undefined && !LEFT_OUT.has(field),
  );
  return {
    name: placeholders.normalize(name ?? null),
    ...(type === undefined ? {} : { type }),
    id: placeholders.rowId(row),
    ...(tree.parentMissing ? { parent: "<not received>" } : {}),
    ...(Object.keys(attributes).length === 0
      ? {}
      : { span_attributes: placeholders.normalize(attributes) }),
    ...Object.fromEntries(
      fields.map((field) => [field, placeholders.normalize(row[field], field)]),
    ),
    children: tree.children.map((child) => normalSpan(child, placeholders)),
  };
}

/** Not in columns: one span more must not change the lines of the others. */
function textOfSpan(
  tree: TraceTree,
  placeholders: Placeholders,
  findAttachment: FindAttachment | undefined,
): string {
  const { row } = tree;
  const type = row.span_attributes?.type;
  const model = row.metadata?.["model"];
  const parts = [
    row.span_attributes?.name ?? placeholders.rowId(row),
    ...(type == null ? [] : [`[${type}]`]),
    STATUS_MARKS[spanStatus(row)],
    ...(typeof model === "string" ? [model] : []),
    summarizeOutcome(tree, findAttachment),
  ];
  return terminalText(placeholders.normalizeText(parts.join("  ")));
}
