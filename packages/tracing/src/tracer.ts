import { isTerminal, readPrediction } from "./wire/prediction.ts";
import { readStreamEvent } from "./wire/stream-event.ts";
import type { ExecutionFact } from "./exchange/execution-fact.ts";
import type { CallObserver, CallTrace, ClientCall, UnclaimedExchange } from "./exchange/call.ts";
import { ownValue } from "./exchange/own-value.ts";
import { readCall, readRequest, type Request } from "./exchange/read-call.ts";
import { readThrown } from "./exchange/read-outcome.ts";
import { StreamTranscript } from "./exchange/stream-transcript.ts";
import { report } from "./diagnostics/diagnostics.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { LiveExecution, type Birth } from "./live-execution.ts";
import type { LiveEntry, LiveExecutions } from "./live-executions.ts";
import { isDisabledByEnvironment, type TracingOptions } from "./options.ts";
import type { Sink } from "./sink/sink.ts";

/** What a tracer works with. */
export interface TracerParts {
  readonly options: TracingOptions;
  readonly sink: Sink;
  readonly store: LiveExecutions;
}

/** Turns what taps see into executions: facts in, records out. */
export class Tracer implements CallObserver {
  readonly #parts: TracerParts;

  constructor(parts: TracerParts) {
    this.#parts = parts;
  }

  listening(): boolean {
    try {
      return this.#parts.sink.listening(this.#parent()) && !isDisabledByEnvironment();
    } catch (error) {
      report(this.#parts.options.policy.onError, "the sink could not be asked", error);
      return false;
    }
  }

  begin(call: ClientCall): CallTrace | undefined {
    return this.#safely(() => {
      if (call.method === "wait" && !this.#isNews(call)) return undefined;
      const place = this.#place(call);
      if (place === undefined) return undefined;
      return this.#start({ request: readCall(call), place, token: call.token });
    });
  }

  prepare(call: ClientCall): () => CallTrace | undefined {
    const place = this.#safely(() => this.#place(call));
    if (place === undefined) return () => undefined;
    return () =>
      this.#safely(() => {
        const now = { ...call, at: Date.now() };
        return this.#start({ request: readCall(now), place, token: call.token });
      });
  }

  exchange(exchange: UnclaimedExchange): CallTrace | undefined {
    return this.#safely(() => {
      const { store } = this.#parts;
      const request = readRequest(exchange.route, exchange.data, exchange.at);
      const { predictionId } = request.called;
      const known = predictionId === undefined ? undefined : store.find(predictionId);
      if (known === "over") return undefined;
      if (known) return new Trace(known, request, this.#parts);
      const place = this.#place(exchange);
      if (place === undefined) return undefined;
      const seen = { request, place, token: exchange.token };
      return predictionId === undefined ? this.#start(seen) : new Sighting(this.#birth(seen));
    });
  }

  #place({ caller }: Pick<ClientCall, "caller">): unknown {
    return this.#parts.sink.place(caller, this.#parent());
  }

  #parent(): unknown {
    const { parent } = this.#parts.options;
    return typeof parent === "function" ? parent() : parent;
  }

  /** Waiting for what this process traces, or for what is over, is no execution. */
  #isNews({ args: [prediction] }: ClientCall): boolean {
    const id = ownValue(prediction, "id");
    const status = ownValue(prediction, "status");
    if (typeof id !== "string" || id === "") return false;
    if (typeof status === "string" && isTerminal(status)) return false;
    // Where rows are joined, the polls of the wait find theirs.
    return this.#parts.store.find(id) === undefined && !this.#parts.options.joinByPredictionId;
  }

  #start(seen: Pick<Birth, "request" | "place" | "token">): CallTrace {
    return new Trace(new LiveExecution(this.#birth(seen)), seen.request, this.#parts);
  }

  #birth({ request, place, token }: Pick<Birth, "request" | "place" | "token">): Birth {
    const { options, sink, store } = this.#parts;
    return { options, sink, store, request, place, token, joins: false };
  }

  #safely<T>(work: () => T): T | undefined {
    return runSafely(this.#parts.options.policy.onError, work, undefined);
  }
}

/** Feeds what one call tells into its execution. */
class Trace implements CallTrace {
  readonly #live: LiveEntry;
  readonly #request: Request;
  readonly #parts: TracerParts;
  #transcript: StreamTranscript | undefined;

  constructor(live: LiveEntry, request: Request, parts: TracerParts) {
    this.#live = live;
    this.#request = request;
    this.#parts = parts;
    if (request.called.operation === "replicate.stream") {
      this.#transcript = new StreamTranscript(parts.options.policy.contentBytes);
      live.apply({ kind: "streaming", transcript: this.#transcript, since: performance.now() });
    }
  }

  enter<T>(work: () => T): T {
    const { span, onError } = this.#live;
    if (span === undefined) return work();
    let done: { readonly result: T } | undefined;
    let threw = false;
    const once = (): T => {
      try {
        done = { result: work() };
        return done.result;
      } catch (error) {
        threw = true;
        throw error;
      }
    };
    try {
      return span.enter(once);
    } catch (error) {
      if (threw) throw error;
      report(onError, "the span could not be made current", error);
      // The client's code runs once, and its result counts, whatever became of the context.
      return done === undefined ? work() : (done as { readonly result: T }).result;
    }
  }

  attempted(): void {
    this.#safely(() => this.#live.apply({ kind: "attempted" }));
  }

  answered(body: unknown): void {
    this.#safely(() => {
      const prediction = readPrediction(body);
      if (prediction) this.#live.apply({ kind: "observed", prediction, at: Date.now() });
    });
  }

  streamed(event: unknown): void {
    this.#safely(() => {
      const { event: name, data, id } = event as Readonly<Record<string, unknown>>;
      const read = readStreamEvent(name, data);
      if (read.kind === "output") this.#transcript?.push(data, id, performanceNow);
      if (read.kind === "done") {
        this.#restoreTranscript();
        this.#live.apply({ kind: "stream-done", status: read.status, at: Date.now() });
      }
    });
  }

  returned(): void {
    this.#end(() => ({ kind: "returned", at: Date.now() }));
  }

  threw(error: unknown): void {
    // A poll that fails is not the end of what is polled.
    if (isLook(this.#request.called.operation)) return;
    this.#end(() => readThrown(error, this.#request.signal, Date.now()));
  }

  stopped(): void {
    this.#end(() => ({ kind: "stopped", at: Date.now() }));
  }

  /** Only the call that an execution began with can end it by its own end. */
  #end(fact: () => ExecutionFact): void {
    this.#safely(() => {
      if (this.#request.called.operation !== this.#live.execution.operation) return;
      this.#restoreTranscript();
      this.#live.apply(fact());
    });
  }

  /** A stream that was given up has lost its text, which is here as long as somebody reads it. */
  #restoreTranscript(): void {
    const { incomplete, streamingSince } = this.#live.execution;
    if (incomplete === undefined || incomplete === "stopped_early") return;
    if (this.#transcript === undefined || streamingSince === undefined) return;
    this.#live.apply({ kind: "streaming", transcript: this.#transcript, since: streamingSince });
  }

  #safely(work: () => void): void {
    runSafely(this.#parts.options.policy.onError, work, undefined);
  }
}

function performanceNow(): number {
  return performance.now();
}

/** Whether an operation only looks at an execution that somebody started before. */
function isLook(operation: string): boolean {
  return operation.endsWith(".get") || operation.endsWith(".cancel");
}

/**
 * A look at a prediction that this process does not trace. It becomes a span, or completes the row
 * of the process that created it, only when the answer shows that there is a prediction.
 */
class Sighting implements CallTrace {
  readonly #birth: Birth;

  constructor(birth: Birth) {
    this.#birth = birth;
  }

  enter<T>(work: () => T): T {
    return work();
  }

  answered(body: unknown): void {
    const { options, store, request } = this.#birth;
    runSafely(
      options.policy.onError,
      () => {
        const prediction = readPrediction(body);
        if (!prediction) return;
        const known = store.find(prediction.id);
        const at = Date.now();
        if (known === "over") return;
        if (known) known.apply({ kind: "observed", prediction, at });
        else
          this.#adopt(prediction.createdAt ?? request.called.at).apply({
            kind: "observed",
            prediction,
            at,
          });
      },
      undefined,
    );
  }

  attempted(): void {}
  streamed(): void {}
  returned(): void {}
  threw(): void {}
  stopped(): void {}

  /** @param createdAt - When the prediction began, which only matters for a row that began then. */
  #adopt(createdAt: number): LiveExecution {
    const { options, request } = this.#birth;
    if (!options.joinByPredictionId) return new LiveExecution(this.#birth);
    const called = { ...request.called, at: createdAt };
    return new LiveExecution({ ...this.#birth, request: { ...request, called }, joins: true });
  }
}
