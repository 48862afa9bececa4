import { textOf } from "./wire/shape.ts";
import { isTerminal, readPrediction, type Prediction } from "./wire/prediction.ts";
import type { Route } from "./wire/routes.ts";
import { readStreamEnd } from "./wire/stream-event.ts";
import type { ExecutionFact } from "./exchange/execution-fact.ts";
import type { CallObserver, CallTrace, Seen, TracedMethod } from "./exchange/call.ts";
import { ownValue } from "./exchange/own-value.ts";
import { readCall, readRequest, type Request } from "./exchange/read-call.ts";
import { readThrown } from "./exchange/read-outcome.ts";
import { StreamTranscript } from "./exchange/stream-transcript.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { LiveExecution, type Birth, type Tracing } from "./live-execution.ts";
import type { LiveEntry } from "./live-executions.ts";
import { isDisabledByEnvironment } from "./options.ts";
import { placesIn, type Places } from "./sink/execution-spans.ts";

/** What says to a gateway that a request is traced already. */
const TRACED: Readonly<Record<string, string>> = { baggage: "braintrust-replicate.traced=1" };

/** What is known already has its spans. */
const NOWHERE: Places = new Map();

/** Turns what taps see into executions: facts in, records out. */
export class Tracer implements CallObserver {
  readonly #tracing: Tracing;

  constructor(tracing: Tracing) {
    this.#tracing = tracing;
  }

  listening(parent?: unknown): boolean {
    const ask = (): boolean => {
      const below = parent ?? this.#parent();
      return (
        this.#tracing.sinks().some((sink) => sink.listening(below)) && !isDisabledByEnvironment()
      );
    };
    return this.#safely(ask, "the sink could not be asked") ?? false;
  }

  headers(): Readonly<Record<string, string>> | undefined {
    return this.#tracing.options.propagate ? TRACED : undefined;
  }

  prepare(method: TracedMethod, args: readonly unknown[], seen: Seen): () => CallTrace | undefined {
    const places = this.#safely(() =>
      method === "wait" && !this.#isNews(args[0]) ? undefined : this.#places(seen),
    );
    return () => this.#safely(() => places && this.#start(readCall(method, args, seen), places));
  }

  exchange(route: Route, data: unknown, seen: Seen): CallTrace | undefined {
    return this.#safely(() => {
      const request = readRequest(route, data, seen);
      const { id } = request.called;
      const known = id === undefined ? undefined : this.#tracing.store.find(id);
      if (known === "over") return undefined;
      const places = known ? NOWHERE : this.#places(seen);
      if (places === undefined) return undefined;
      // What is only looked at becomes an execution when the answer shows that there is one.
      if (id === undefined) return this.#start(request, places);
      return new Trace({ request, places, tracing: this.#tracing }, known);
    });
  }

  /** Where the spans of what was seen hang, if anything would record them. */
  #places({ caller, parent }: Seen): Places | undefined {
    const places = placesIn(this.#tracing.sinks(), caller, parent ?? this.#parent());
    return places.size === 0 ? undefined : places;
  }

  #parent(): unknown {
    const { parent } = this.#tracing.options;
    return typeof parent === "function" ? parent() : parent;
  }

  /** Waiting for what this process traces, or for what is over, is no execution. */
  #isNews(prediction: unknown): boolean {
    const id = textOf(ownValue(prediction, "id"));
    if (!id || isTerminal(textOf(ownValue(prediction, "status")))) return false;
    // Where rows are joined, the polls of the wait find theirs.
    const { store, options } = this.#tracing;
    return store.find(id) === undefined && !options.joinByPredictionId;
  }

  #start(request: Request, places: Places): CallTrace {
    const birth = { request, places, tracing: this.#tracing };
    return new Trace(birth, new LiveExecution(birth));
  }

  #safely<T>(work: () => T, failure?: string): T | undefined {
    return runSafely(this.#tracing.options.onError, work, failure);
  }
}

/** Feeds what one call tells into its execution. */
class Trace implements CallTrace {
  readonly #birth: Birth;
  /** None as long as it is not known whether there is a prediction to look at. */
  #live: LiveEntry | undefined;
  #transcript: StreamTranscript | undefined;
  readonly #since = performance.now();

  constructor(birth: Birth, live: LiveEntry | undefined) {
    this.#birth = birth;
    this.#live = live;
    const { request, tracing } = birth;
    if (request.called.operation === "replicate.stream") {
      this.#transcript = new StreamTranscript(tracing.options.limits.contentBytes);
      this.#tellTranscript();
    }
  }

  enter<T>(work: () => T): T {
    const live = this.#live;
    if (live === undefined) return work();
    // The client's code runs once, and what comes of it counts, whatever becomes of the context.
    let outcome = work;
    const once = (): T | undefined => {
      try {
        const result = work();
        outcome = () => result;
        return result;
      } catch (error) {
        outcome = () => {
          throw error;
        };
        return undefined;
      }
    };
    this.#safely(() => live.spans.enter(once), "a span could not be made current");
    return outcome();
  }

  attempted(): Readonly<Record<string, string>> | undefined {
    return this.#safely(() => {
      this.#live?.apply({ kind: "attempted" });
      return this.#live?.spans.headers();
    });
  }

  answered(body: unknown, truncated?: boolean): void {
    this.#safely(() => {
      const prediction = readPrediction(body);
      if (prediction) this.#live ??= this.#sighted(prediction);
      if (truncated) this.#live?.apply({ kind: "truncated" });
      if (prediction) this.#live?.apply({ kind: "observed", prediction });
    });
  }

  streamed(event: unknown): void {
    this.#safely(() => {
      const { event: name, data, id } = event as Readonly<Record<string, unknown>>;
      if (name === "output") this.#transcript?.push(data, id, performanceNow);
      const status = readStreamEnd(name, data);
      if (status === undefined) return;
      // Steps that were asked for before the consumer left are delivered after it.
      this.#tellTranscript();
      this.#live?.apply({ kind: "stream-done", status });
    });
  }

  returned(): void {
    this.#end(() => ({ kind: "returned" }));
  }

  settled(): void {
    this.#safely(() => this.#live?.apply({ kind: "settled" }));
  }

  threw(error: unknown): void {
    // A poll that fails is not the end of what is polled.
    const { called, signal } = this.#birth.request;
    if (/\.(?:get|cancel)$/.test(called.operation)) return;
    this.#end(() => readThrown(error, signal));
  }

  stopped(): void {
    this.#end(() => ({ kind: "stopped" }));
  }

  /** Only the call that an execution began with can end it by its own end. */
  #end(fact: () => ExecutionFact): void {
    this.#safely(() => {
      const { operation } = this.#birth.request.called;
      if (operation !== this.#live?.execution.operation) return;
      const { incomplete } = this.#live.execution;
      // A stream that was given up has lost its text, which is here as long as somebody reads it.
      if (incomplete !== undefined && incomplete !== "stopped_early") this.#tellTranscript();
      this.#live.apply(fact());
    });
  }

  #tellTranscript(): void {
    const transcript = this.#transcript;
    if (transcript) this.#live?.apply({ kind: "streaming", transcript, since: this.#since });
  }

  /**
   * A prediction that this process does not trace was looked at: it gets a span of its own, or
   * completes the row of the process that created it.
   */
  #sighted({ id, createdAt }: Prediction): LiveEntry | undefined {
    const birth = this.#birth;
    const { store, options } = birth.tracing;
    const known = store.find(id);
    if (known !== undefined) return known === "over" ? undefined : known;
    // A row that is joined began when the prediction did.
    const joinedAt = options.joinByPredictionId
      ? (createdAt ?? birth.request.called.at)
      : undefined;
    return new LiveExecution(birth, joinedAt);
  }

  #safely<T>(work: () => T, failure?: string): T | undefined {
    return runSafely(this.#birth.tracing.options.onError, work, failure);
  }
}

function performanceNow(): number {
  return performance.now();
}
