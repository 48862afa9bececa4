/** Name and kind of a span, as Braintrust's SDKs log them. */
export interface SpanAttributes {
  readonly name?: string | null;
  readonly type?: string | null;
  /** Counts the spans of one process; breaks ties between equal start times. */
  readonly exec_counter?: number | null;
  readonly [attribute: string]: unknown;
}

/**
 * One row of Braintrust's log, all its partial rows merged.
 *
 * Names are those of the wire. `metrics.start` and `metrics.end` are epoch seconds; a row without
 * `metrics.end` is still running. A field is absent when nobody logged it and `null` when somebody
 * logged null: a JavaScript SDK turns NaN into null, Python's sends `span_parents: null`.
 */
export interface CollectedRow {
  readonly id: string;
  readonly span_id?: string | null;
  readonly root_span_id?: string | null;
  readonly span_parents?: readonly string[] | null;
  readonly span_attributes?: SpanAttributes | null;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly expected?: unknown;
  readonly error?: unknown;
  readonly metadata?: { readonly [key: string]: unknown } | null;
  readonly metrics?: { readonly [name: string]: number | null } | null;
  readonly context?: { readonly [key: string]: unknown } | null;
  readonly scores?: { readonly [name: string]: number | null } | null;
  readonly tags?: readonly string[] | null;
  readonly created?: string | null;
  readonly project_id?: string | null;
  readonly experiment_id?: string | null;
  readonly log_id?: string | null;
  readonly [field: string]: unknown;
}

const KEY_FIELDS = [
  "org_id",
  "project_id",
  "experiment_id",
  "dataset_id",
  "prompt_session_id",
  "log_id",
  "id",
] as const;

/**
 * Says which row a logged row belongs to: rows of equal keys are one row.
 *
 * @example
 * rowKey({ id: "a", project_id: "p", log_id: "g" }) === rowKey({ id: "a", project_id: "q", log_id: "g" }); // false
 */
export function rowKey(row: CollectedRow): string {
  return JSON.stringify(KEY_FIELDS.map((field) => row[field] ?? null));
}
