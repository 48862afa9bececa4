import type { ErrorListener } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import type { CallerStack, Sink, SinkSpan } from "./sink.ts";

/** A place in each of the sinks that would record a span now. */
export type Places = ReadonlyMap<Sink, unknown>;

/** Where a span started now would hang, in each sink that does not leave it to the others. */
export function placesIn(sinks: readonly Sink[], caller: CallerStack, parent?: unknown): Places {
  const places = new Map<Sink, unknown>();
  for (const sink of sinks) {
    const place = sink.place(caller, parent);
    if (place !== undefined) places.set(sink, place);
  }
  const found = [...places.keys()];
  for (const sink of found) {
    if (sink.yieldsTo?.(found.filter((other) => other !== sink))) places.delete(sink);
  }
  return places;
}

/** Starts a span in one sink. */
type Start = (sink: Sink, place: unknown, announced?: SinkSpan) => SinkSpan | undefined;

/** The spans of one execution, one in each sink. What one sink throws keeps it from no other. */
export class ExecutionSpans {
  readonly #places: Places;
  readonly #onError: ErrorListener;
  readonly #spans = new Map<Sink, SinkSpan>();

  constructor(places: Places, onError: ErrorListener) {
    this.#places = places;
    this.#onError = onError;
  }

  /**
   * Starts spans, in the place of those that are there.
   *
   * @returns whether any sink has started one.
   */
  start(start: Start): boolean {
    let started = false;
    for (const [sink, place] of this.#places) {
      this.#safely("a span could not be started", () => {
        const span = start(sink, place, this.#spans.get(sink));
        if (span === undefined) return;
        this.#spans.set(sink, span);
        started = true;
      });
    }
    return started;
  }

  /** Runs work inside of all spans. */
  enter<T>(work: () => T): T {
    let inner = work;
    for (const span of this.#spans.values()) {
      const next = inner;
      inner = () => span.enter(next);
    }
    return inner();
  }

  /** Headers that tell the API of the spans, where the app asked for that. */
  headers(): Readonly<Record<string, string>> | undefined {
    let all: Readonly<Record<string, string>> | undefined;
    for (const span of this.#spans.values()) {
      const own = this.#safely(undefined, () => span.headers?.());
      if (own) all = { ...all, ...own };
    }
    return all;
  }

  /** @param failure - What is reported of one that throws. */
  tell(how: "update" | "end" | "addFiles", record: ExecutionRecord, failure?: string): void {
    for (const span of this.#spans.values()) this.#safely(failure, () => span[how](record));
  }

  #safely<T>(failure: string | undefined, work: () => T): T | undefined {
    return runSafely(this.#onError, work, failure);
  }
}
