import type { ErrorListener } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import type { CallerStack, OpenOptions, Sink, SinkSpan } from "./sink.ts";

/** A place in each of the sinks that would record a span now. */
type Places = ReadonlyArray<readonly [sink: Sink, place: unknown]>;

/**
 * Several sinks as one: every execution is told to each, and what one of them throws keeps it from
 * no other.
 */
export class CombinedSink implements Sink<Places> {
  readonly #sinks: () => readonly Sink[];

  /** @param sinks - The sinks of now: some may come and go. */
  constructor(sinks: () => readonly Sink[]) {
    this.#sinks = sinks;
  }

  listening(parent?: unknown): boolean {
    return this.#sinks().some((sink) => sink.listening(parent));
  }

  place(caller: CallerStack, parent?: unknown): Places | undefined {
    const places = this.#sinks().flatMap((sink): Places => {
      const place = sink.place(caller, parent);
      return place === undefined ? [] : [[sink, place]];
    });
    return places.length === 0 ? undefined : places;
  }

  open(places: Places, record: ExecutionRecord, options: OpenOptions): SinkSpan | undefined {
    const open = (sink: Sink, place: unknown): SinkSpan | undefined =>
      sink.open(place, record, options);
    return inEach(places, open, options.onError);
  }

  resume(places: Places, rowId: string, onError: ErrorListener): SinkSpan | undefined {
    return inEach(places, (sink, place) => sink.resume(place, rowId, onError), onError);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#sinks().map((sink) => sink.flush()));
  }
}

function inEach(
  places: Places,
  start: (sink: Sink, place: unknown) => SinkSpan | undefined,
  onError: ErrorListener,
): SinkSpan | undefined {
  const [first, ...others] = places;
  if (first === undefined) return undefined;
  if (others.length === 0) return start(...first);
  const spans = places.flatMap(
    (place) => runSafely(onError, () => start(...place), undefined) ?? [],
  );
  return spans.length === 0 ? undefined : new CombinedSpan(spans, onError);
}

class CombinedSpan implements SinkSpan {
  readonly #spans: readonly SinkSpan[];
  readonly #onError: ErrorListener;

  constructor(spans: readonly SinkSpan[], onError: ErrorListener) {
    this.#spans = spans;
    this.#onError = onError;
  }

  enter<T>(work: () => T): T {
    return this.#spans.reduceRight((inner, span) => () => span.enter(inner), work)();
  }

  update(record: ExecutionRecord): void {
    this.#each((span) => span.update(record));
  }

  end(record: ExecutionRecord): void {
    this.#each((span) => span.end(record));
  }

  addFiles(record: ExecutionRecord): void {
    this.#each((span) => span.addFiles(record));
  }

  #each(work: (span: SinkSpan) => void): void {
    for (const span of this.#spans) runSafely(this.#onError, () => work(span), undefined);
  }
}
