import { AsyncLocalStorage } from "node:async_hooks";
import { report, type ErrorListener } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import type { CallerStack, OpenOptions, Sink, SinkSpan } from "./sink.ts";

/** A sink that may have to be made ready first, which may take a while. */
export interface Destination {
  /** The sink, as it is now: without a way to record, until it is ready. */
  readonly sink: Sink;
  /** Whether it is being made ready right now. */
  readonly pending: boolean;
  /** Whether it is ready or can still be made so. Called on every call: it must cost nothing. */
  expected(): boolean;
  /** A span is about to start: makes it ready, or begins to. */
  prepare(): void;
  /** Resolves when it is ready, or will never be. */
  settled(): Promise<void>;
}

/** A place of the sink, or what is known of one that is looked for when the sink is ready. */
type Place =
  | { readonly place: unknown }
  | {
      readonly caller: CallerStack;
      readonly named: unknown;
      readonly above: PendingSpan | undefined;
    };

/** Loading takes a second or less; what is kept meanwhile is bounded all the same. */
const MOST_WAITING = 1_000;

/**
 * A sink before one that is not ready yet. Spans that start meanwhile are kept, and written when it
 * is: with their own start, below one another as they were. For Node alone.
 */
export class PendingSink implements Sink<Place> {
  readonly kind = "braintrust";
  readonly #destination: Destination;
  readonly #current = new AsyncLocalStorage<PendingSpan>();
  #waiting: PendingSpan[] = [];

  constructor(destination: Destination) {
    this.#destination = destination;
  }

  listening(named?: unknown): boolean {
    return this.#destination.sink.listening(named) || this.#destination.expected();
  }

  place(caller: CallerStack, named?: unknown): Place | undefined {
    const destination = this.#destination;
    const above = this.#current.getStore();
    if (!destination.sink.listening(named)) destination.prepare();
    if (destination.sink.listening(named)) {
      const place = placeNow(destination.sink, { caller, named, above });
      return place === undefined ? undefined : { place };
    }
    return destination.pending ? { caller, named, above } : undefined;
  }

  open(place: Place, record: ExecutionRecord, options: OpenOptions): SinkSpan | undefined {
    return this.#start(place, options.onError, (sink, at) => sink.open(at, record, options));
  }

  resume(place: Place, rowId: string, onError: ErrorListener): SinkSpan | undefined {
    return this.#start(place, onError, (sink, at) => sink.resume(at, rowId, onError));
  }

  async flush(): Promise<void> {
    if (this.#waiting.length > 0) await this.#destination.settled();
    await this.#destination.sink.flush();
  }

  #start(place: Place, onError: ErrorListener, open: OpenAt): SinkSpan | undefined {
    if ("place" in place) return open(this.#destination.sink, place.place);
    const begin = (): SinkSpan | undefined => {
      const { sink } = this.#destination;
      const at = placeNow(sink, place);
      return at === undefined ? undefined : open(sink, at);
    };
    return this.#destination.pending ? this.#keep(begin, onError) : begin();
  }

  #keep(begin: () => SinkSpan | undefined, onError: ErrorListener): SinkSpan | undefined {
    if (this.#waiting.length >= MOST_WAITING) {
      report(
        onError,
        `more than ${MOST_WAITING} executions began before Braintrust's SDK was loaded; of the rest, only those that end later are recorded`,
      );
      return undefined;
    }
    if (this.#waiting.length === 0) void this.#destination.settled().then(() => this.#release());
    const span = new PendingSpan(begin, { current: this.#current, onError });
    this.#waiting.push(span);
    return span;
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (!this.#destination.sink.listening()) this.#destination.prepare();
    // In the order of their starts, so that a parent is there before its children.
    for (const span of waiting) span.start();
  }
}

type OpenAt = (sink: Sink, place: unknown) => SinkSpan | undefined;

/** The place of a span in the sink, now that it is ready. */
function placeNow(
  sink: Sink,
  { caller, named, above }: Extract<Place, { above: unknown }>,
): unknown {
  const find = (): unknown => sink.place(caller, named);
  // What began before the sink was ready is current for us alone.
  return above?.span === undefined ? find() : above.span.enter(find);
}

/** What is told of a span, to be told again. */
interface Told {
  readonly what: "update" | "end" | "addFiles";
  readonly record: ExecutionRecord;
}

/** A span that is kept until its sink is ready. */
class PendingSpan implements SinkSpan {
  readonly #current: AsyncLocalStorage<PendingSpan>;
  readonly #onError: ErrorListener;
  #begin: (() => SinkSpan | undefined) | undefined;
  #told: Told[] = [];
  #span: SinkSpan | undefined;

  constructor(
    begin: () => SinkSpan | undefined,
    about: {
      readonly current: AsyncLocalStorage<PendingSpan>;
      readonly onError: ErrorListener;
    },
  ) {
    this.#begin = begin;
    this.#current = about.current;
    this.#onError = about.onError;
  }

  /** The span of the sink, once there is one. */
  get span(): SinkSpan | undefined {
    return this.#span;
  }

  /** Starts it for real, and tells what was told meanwhile. */
  start(): void {
    this.#span = runSafely(this.#onError, () => this.#begin?.());
    this.#begin = undefined;
    const told = this.#told;
    this.#told = [];
    for (const { what, record } of told) {
      runSafely(this.#onError, () => this.#span?.[what](record));
    }
  }

  enter<T>(work: () => T): T {
    return this.#span === undefined
      ? this.#current.run(this, work)
      : this.#span.enter(() => this.#current.run(this, work));
  }

  update(record: ExecutionRecord): void {
    this.#tell({ what: "update", record });
  }

  end(record: ExecutionRecord): void {
    this.#tell({ what: "end", record });
  }

  addFiles(record: ExecutionRecord): void {
    this.#tell({ what: "addFiles", record });
  }

  #tell(told: Told): void {
    if (this.#begin === undefined) {
      this.#span?.[told.what](told.record);
      return;
    }
    // Each update tells all that is known: the last one is enough.
    if (this.#told.at(-1)?.what === told.what) this.#told.pop();
    this.#told.push(told);
  }
}
