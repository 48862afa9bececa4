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
    const places: Array<Places[number]> = [];
    for (const sink of this.#sinks()) {
      const place = sink.place(caller, parent);
      if (place !== undefined) places.push([sink, place]);
    }
    const sinks = places.map(([sink]) => sink);
    const kept = places.filter(
      ([sink]) => sink.yieldsTo?.(sinks.filter((other) => other !== sink)) !== true,
    );
    return kept.length === 0 ? undefined : kept;
  }

  announce(places: Places, record: ExecutionRecord, options: OpenOptions): SinkSpan | undefined {
    return inEach(places, (sink, place) => sink.announce?.(place, record, options), options);
  }

  open(places: Places, record: ExecutionRecord, options: OpenOptions): SinkSpan | undefined {
    const { announced } = options;
    const open = (sink: Sink, place: unknown): SinkSpan | undefined => {
      const own = announced instanceof CombinedSpan ? announced.of(sink) : announced;
      return sink.open(place, record, { ...options, announced: own });
    };
    return inEach(places, open, options);
  }

  resume(places: Places, rowId: string, onError: ErrorListener): SinkSpan | undefined {
    return inEach(places, (sink, place) => sink.resume(place, rowId, onError), { onError });
  }

  async flush(): Promise<void> {
    await Promise.all(this.#sinks().map((sink) => sink.flush()));
  }
}

function inEach(
  places: Places,
  start: (sink: Sink, place: unknown) => SinkSpan | undefined,
  { onError }: Pick<OpenOptions, "onError">,
): SinkSpan | undefined {
  const [first, ...others] = places;
  if (first === undefined) return undefined;
  if (others.length === 0) return start(...first);
  const spans = new Map<Sink, SinkSpan>();
  for (const [sink, place] of places) {
    const span = runSafely(onError, () => start(sink, place));
    if (span) spans.set(sink, span);
  }
  return spans.size === 0 ? undefined : new CombinedSpan(spans, onError);
}

class CombinedSpan implements SinkSpan {
  readonly #spans: ReadonlyMap<Sink, SinkSpan>;
  readonly #onError: ErrorListener;

  constructor(spans: ReadonlyMap<Sink, SinkSpan>, onError: ErrorListener) {
    this.#spans = spans;
    this.#onError = onError;
  }

  /** The part of one sink. */
  of(sink: Sink): SinkSpan | undefined {
    return this.#spans.get(sink);
  }

  enter<T>(work: () => T): T {
    let inner = work;
    for (const span of this.#spans.values()) {
      const next = inner;
      inner = () => span.enter(next);
    }
    return inner();
  }

  headers(): Readonly<Record<string, string>> | undefined {
    let all: Readonly<Record<string, string>> | undefined;
    this.#each((span) => {
      const own = span.headers?.();
      if (own) all = { ...all, ...own };
    });
    return all;
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
    for (const span of this.#spans.values()) runSafely(this.#onError, () => work(span));
  }
}
