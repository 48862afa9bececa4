import type { CollectedRow, RowStore } from "braintrust-replicate-viewer";

/** What the contract says of a span, without what differs from run to run. */
export interface SpanPicture {
  readonly name: string;
  readonly type: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The names of the metrics beside start and end, in the order of the alphabet. */
  readonly metrics: readonly string[];
  /** The names of the spans below it. */
  readonly children?: readonly string[];
}

/** Draws a span. Attachments show the text that was uploaded, other bytes their number. */
export function pictureSpan(row: CollectedRow, store: RowStore): SpanPicture {
  // Replicate's own metrics come as they are, and `url` holds the id: both are checked elsewhere.
  const { prediction_id: _, url: __, replicate_metrics: ___, ...metadata } = row.metadata ?? {};
  const metrics = Object.keys(row.metrics ?? {}).filter((name) => !["start", "end"].includes(name));
  const children = childrenOf(row, store.rows()).map((child) => child.span_attributes?.name ?? "");
  return withoutUndefined({
    name: row.span_attributes?.name ?? "",
    type: row.span_attributes?.type ?? "",
    input: withFiles(row.input, store),
    output: withFiles(row.output, store),
    error: typeof row.error === "string" ? withoutHost(row.error) : undefined,
    metadata,
    metrics: metrics.toSorted(),
    children: children.length > 0 ? children : undefined,
  }) as unknown as SpanPicture;
}

/** The spans that were started below another, in the order of their arrival. */
export function childrenOf(
  parent: CollectedRow,
  rows: readonly CollectedRow[],
): readonly CollectedRow[] {
  return rows.filter(
    ({ span_parents: parents }) => parents?.includes(parent.span_id ?? "") === true,
  );
}

/** A text without what the system chose: ports, ids, tokens. */
export function withoutHost(text: string): string {
  return text
    .replace(/https?:\/\/127\.0\.0\.1:\d+/g, "<local>")
    .replace(/\b(?=\w*\d)[0-9a-z]{26}\b/g, "<id>")
    .replace(/\b[a-z2-7]{52}\b/g, "<token>")
    .replace(/\/xezq\/\w{20,}(?=\/)/g, "/xezq/<token>")
    .replace(/\b(blob|buffer)_\d+/g, "$1_<time>")
    .replace(/\/files\/\w{30,}/g, "/files/<id>");
}

function withFiles(value: unknown, store: RowStore): unknown {
  if (typeof value === "string") return withoutHost(value);
  if (Array.isArray(value)) return value.map((item) => withFiles(item, store));
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields["type"] !== "braintrust_attachment") {
    return Object.fromEntries(
      Object.entries(fields).map(([name, item]) => [name, withFiles(item, store)]),
    );
  }
  const attachment = store.attachment(String(fields["key"]));
  const bytes = attachment?.status === "done" ? attachment.bytes : undefined;
  const isText = attachment?.contentType !== "image/png";
  const content = isText && bytes ? new TextDecoder().decode(bytes) : `${bytes?.length} bytes`;
  return `attachment ${String(fields["filename"])}: ${content}`;
}

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
