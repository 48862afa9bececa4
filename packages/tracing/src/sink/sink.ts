import type { ErrorListener } from "../diagnostics/diagnostics.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";

/**
 * A span of a sink, open or ended.
 *
 * Rules for every sink: it is called in order per execution; it never blocks on the network; it
 * may throw, because every call to it is guarded; it never changes a record; it delivers in its
 * own time.
 */
export interface SinkSpan {
  /** Runs work inside the span, so that spans started by it become children. */
  enter<T>(work: () => T): T;
  /** Sends what is known so far; the span stays open. */
  update(record: ExecutionRecord): void;
  /** Sends all that is known and ends the span, or adds to one that has ended; files come later. */
  end(record: ExecutionRecord): void;
  /** Sends the files of a record, which takes time. Not called on the caller's path. */
  addFiles(record: ExecutionRecord): void;
  /** Headers that tell the API of this span, where the app asked for that. */
  headers?(): Readonly<Record<string, string>> | undefined;
}

/** A stack, written out when read, and how many of its first frames are this library's. */
export interface CallerStack {
  readonly source: { readonly stack?: string };
  readonly ownFrames: number;
}

/** How a span is opened. */
export interface OpenOptions {
  /** The row's id, where another process must be able to name the row. */
  readonly rowId: string | undefined;
  /** The app wants to see the sink's own span, to attach scores and feedback. */
  readonly onSpan: ((span: unknown) => void) | undefined;
  readonly onError: ErrorListener;
  /** The app wants the API to be told of the span; see {@link SinkSpan.headers}. */
  readonly propagate: boolean;
  /** What {@link Sink.announce} answered for this execution. */
  readonly announced?: SinkSpan | undefined;
}

/**
 * Where records go. `Place` is the sink's own idea of a point in a trace: the current span, an
 * experiment, a logger.
 */
export interface Sink<Place = unknown> {
  /** A sink that is shared in the process stands back where the app names one of the same kind. */
  readonly kind?: string;
  /**
   * Whether this sink leaves an execution to others that record it as well.
   *
   * @param others - The sinks that would record it.
   */
  yieldsTo?(others: readonly Sink[]): boolean;
  /**
   * Whether a span started now would be recorded. Called on every call: it must cost nothing.
   *
   * @param parent - The parent that the app names by the option `parent`, if any.
   */
  listening(parent?: unknown): boolean;
  /**
   * Where a span started now would hang.
   *
   * @param caller - Who asks.
   * @param parent - The parent that the app names, if any. One of another sink's kind is ignored.
   */
  place(caller: CallerStack, parent?: unknown): Place | undefined;
  /**
   * Opens a span as soon as something is asked for, before an answer names it, so that requests
   * become its children. It is handed to {@link open} with the answer. A sink without this opens
   * its span there, when it knows the row's id.
   */
  announce?(place: Place, record: ExecutionRecord, options: OpenOptions): SinkSpan | undefined;
  /** Opens a span at a place. */
  open(place: Place, record: ExecutionRecord, options: OpenOptions): SinkSpan | undefined;
  /**
   * The span of a row that another process wrote, by the row's id, when this sink can add to it.
   */
  resume(place: Place, rowId: string, onError: ErrorListener): SinkSpan | undefined;
  /** Resolves when everything handed over so far has been sent, or could not be. */
  flush(): Promise<void>;
}
