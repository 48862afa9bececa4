import type { ErrorListener } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import type { RecordedMedia } from "../record/recorded-value.ts";
import { filesOf, withoutMedia } from "./braintrust-media.ts";
import { INSTRUMENTATION_NAME, metadataOf, type RowPart } from "./braintrust-row.ts";
import { resumedSpan } from "./resumed-span.ts";
import { rowNews, type RowNews } from "./row-news.ts";
import type { CallerStack, OpenOptions, Sink, SinkSpan } from "./sink.ts";

/** Which row a part belongs to. */
export interface RowIdentity {
  readonly id: string;
  readonly span_id: string;
  readonly root_span_id: string;
  readonly span_parents?: readonly string[];
}

/** A part of a row that says which. */
export type IdentifiedPart = RowPart & { readonly id: string };

/**
 * Takes parts of Braintrust rows and delivers them in its own time. Parts of one `id` merge deeply,
 * later ones over earlier ones; whoever writes may be one of several processes that write the row.
 */
export interface RowWriter<Place = unknown> {
  /**
   * Processes that know nothing of one another write the same rows, in any order. Then nothing is
   * written that could stand in the way of what another process knows better: no status before the
   * end, and no giving up of what another one may have seen end.
   */
  readonly shared: boolean;
  /** Where a span of this parent hangs; undefined when it is not to be recorded. */
  place(parent: unknown): Place | undefined;
  /** The ids of a new row; `rowId` where it must be that one. */
  identify(place: Place, rowId: string | undefined): RowIdentity;
  write(place: Place, part: IdentifiedPart): void;
  /** What stands for a file in a row. Called when there is time for it. */
  attach(media: RecordedMedia, onError: ErrorListener): unknown;
  /** Resolves when everything written so far has been delivered, or could not be. */
  flush(): Promise<void>;
}

/**
 * A sink for whoever delivers rows without the spans of Braintrust's SDK: a proxy, for one, through
 * which executions of many programs pass. The rows are those of {@link braintrustSink}.
 *
 * @example
 * ```ts
 * const tracing = createHttpTracing({ sinks: [rowSink(writer)], joinByPredictionId: true });
 * ```
 */
export function rowSink<Place>(writer: RowWriter<Place>): Sink {
  return new RowSink(writer) as Sink;
}

class RowSink<Place> implements Sink<Place> {
  readonly #writer: RowWriter<Place>;

  constructor(writer: RowWriter<Place>) {
    this.#writer = writer;
  }

  listening(parent?: unknown): boolean {
    return this.#writer.place(parent) !== undefined;
  }

  place(_caller: CallerStack, parent?: unknown): Place | undefined {
    return this.#writer.place(parent);
  }

  open(place: Place, record: ExecutionRecord, { rowId, onError }: OpenOptions): SinkSpan {
    return new WrittenRow({ writer: this.#writer, place, onError }, record, rowId);
  }

  resume(place: Place, rowId: string, onError: ErrorListener): SinkSpan {
    const writer = this.#writer;
    return resumedSpan(
      (part) => writer.write(place, withId(part, rowId)),
      (media) => writer.attach(media, onError),
    );
  }

  async flush(): Promise<void> {
    await this.#writer.flush();
  }
}

interface RowContext<Place> {
  readonly writer: RowWriter<Place>;
  readonly place: Place;
  readonly onError: ErrorListener;
}

/** Known before the end, and known better by whoever sees the end. */
const UNSETTLED = ["status", "url"] as const;

/** A row that this process began. */
class WrittenRow<Place> implements SinkSpan {
  readonly #context: RowContext<Place>;
  readonly #id: string;
  readonly #news: RowNews;
  /** How the row begins, until it is written. */
  #begun: IdentifiedPart | undefined;

  constructor(context: RowContext<Place>, record: ExecutionRecord, rowId: string | undefined) {
    const { writer, place } = context;
    const identity = writer.identify(place, rowId);
    const metadata = metadataOf(record);
    if (writer.shared) for (const name of UNSETTLED) delete metadata[name];
    this.#context = context;
    this.#id = identity.id;
    this.#news = rowNews(metadata, record.input);
    const part: IdentifiedPart = {
      id: identity.id,
      span_id: identity.span_id,
      root_span_id: identity.root_span_id,
      span_attributes: { name: record.operation, type: record.kind === "model" ? "llm" : "task" },
      created: new Date(record.startedAt).toISOString(),
      metrics: { start: record.startedAt / 1000 },
      context: { span_origin: { instrumentation: { name: INSTRUMENTATION_NAME } } },
      metadata,
    };
    if (identity.span_parents !== undefined) part["span_parents"] = identity.span_parents;
    if (record.input !== undefined) part["input"] = withoutMedia(record.input);
    // What ends at once, as most that a proxy sees does, is written once.
    this.#begun = part;
    queueMicrotask(() => this.#writeBegun());
  }

  enter<T>(work: () => T): T {
    return work();
  }

  update(record: ExecutionRecord): void {
    if (!this.#context.writer.shared) this.#write(record);
  }

  end(record: ExecutionRecord): void {
    const { incomplete, predictionId } = record;
    const isLost = incomplete !== undefined && incomplete !== "stopped_early";
    if (this.#context.writer.shared && isLost && predictionId === this.#id) return;
    this.#write(record);
  }

  addFiles(record: ExecutionRecord): void {
    const { writer, place, onError } = this.#context;
    const files = filesOf(record, (media) => writer.attach(media, onError));
    writer.write(place, withId(files, this.#id));
  }

  #write(record: ExecutionRecord): void {
    const { writer, place } = this.#context;
    const begun = this.#begun;
    const news = this.#news(record);
    this.#begun = undefined;
    writer.write(place, begun === undefined ? withId(news, this.#id) : together(begun, news));
  }

  #writeBegun(): void {
    const { writer, place, onError } = this.#context;
    const begun = this.#begun;
    this.#begun = undefined;
    if (begun !== undefined) runSafely(onError, () => writer.write(place, begun));
  }
}

/** The beginning of a row and what is new of it since. */
function together(begun: IdentifiedPart, news: RowPart): IdentifiedPart {
  for (const name of ["metrics", "metadata"]) {
    news[name] = Object.assign(begun[name] as RowPart, news[name]);
  }
  return Object.assign(begun, news);
}

function withId(part: RowPart, id: string): IdentifiedPart {
  return Object.assign(part, { id });
}
