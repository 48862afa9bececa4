import { isTerminal } from "./wire/prediction.ts";
import type { ExecutionFact, Incompleteness } from "./exchange/execution-fact.ts";
import { endsWithItsCall, isTraining } from "./exchange/operation.ts";
import type { Request } from "./exchange/read-call.ts";
import { startExecution, type Execution } from "./execution/execution.ts";
import { isWhole, reduceExecution } from "./execution/reduce-execution.ts";
import type { ErrorListener } from "./diagnostics/diagnostics.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { describeExecution } from "./record/describe-execution.ts";
import { concealEchoed, describeInput, type DescribedInput } from "./record/describe-input.ts";
import type { ExecutionRecord } from "./record/execution-record.ts";
import type { Sink, SinkSpan } from "./sink/sink.ts";
import type { LiveEntry, LiveExecutions } from "./live-executions.ts";
import { recordsFiles } from "./record/records-files.ts";
import type { TracingOptions } from "./options.ts";

/** What an execution is born with. */
export interface Birth {
  readonly request: Request;
  readonly place: unknown;
  readonly token: string | undefined;
  /** Where the API is. */
  readonly origin?: string | undefined;
  readonly options: TracingOptions;
  readonly sink: Sink;
  readonly store: LiveExecutions;
  /** Adds to the row of the process that created the prediction, where the sink can. */
  readonly joins: boolean;
}

/**
 * One execution while it lives: what is known of it, its span, and when to write which. Facts come
 * in, records go out.
 */
export class LiveExecution implements LiveEntry {
  /** The present knowledge. */
  execution: Execution;
  deadline: number;
  readonly onError: ErrorListener;
  readonly #born: Omit<Birth, "request">;
  /** Whether the input is known from who asked, and not from an answer. */
  readonly #asked: boolean;
  #input: DescribedInput;
  #announced: SinkSpan | undefined;
  #span: SinkSpan | undefined;
  #resumed = false;

  /** The input itself is not kept: it may be large, and the caller may change it. */
  constructor({
    request: { called, input },
    place,
    token,
    origin,
    options,
    sink,
    store,
    joins,
  }: Birth) {
    this.#born = { place, token, origin, options, sink, store, joins };
    this.onError = options.policy.onError;
    this.execution = startExecution(called);
    this.#asked = input !== undefined;
    this.#input = this.#describeInput(input);
    const { predictionSeconds, trainingSeconds, openExecutions } = options.limits;
    const seconds = isTraining(called.operation) ? trainingSeconds : predictionSeconds;
    this.deadline = called.at + seconds * 1000;
    store.add(this, openExecutions);
    if (called.id !== undefined) store.index(called.id, this);
    if (joins) this.#resume();
    if (this.#span === undefined) this.#begin();
  }

  /** The span, once there is one. */
  get span(): SinkSpan | undefined {
    return this.#span ?? this.#announced;
  }

  /** Adds a fact, and writes what follows from it. */
  apply(fact: ExecutionFact): void {
    const before = this.execution;
    if (isClosed(before)) return;
    const after = reduceExecution(before, fact);
    this.execution = after;
    if (fact.kind === "observed") {
      this.#born.store.urls?.note(fact.prediction);
      this.#answered(before, after);
    }
    if (after.endedAt === undefined) return;
    if (before.endedAt === undefined || tellsMore(before, after)) this.#end();
  }

  lose(why: Exclude<Incompleteness, "stopped_early">): void {
    if (!this.#resumed) return this.apply({ kind: "lost", why, at: Date.now() });
    // The row belongs to another process, which may yet see the end.
    this.execution = { ...this.execution, endedAt: Date.now() };
    this.#close();
  }

  present(): void {
    const record = this.#record();
    this.#span?.update(record);
    if (recordsFiles(record)) this.#span?.addFiles(record);
  }

  #resume(): void {
    const { predictionId } = this.execution;
    if (predictionId === undefined) return;
    const { sink, place } = this.#born;
    this.#span = sink.resume(place, predictionId, this.onError);
    this.#resumed = this.#span !== undefined;
  }

  #answered(before: Execution, after: Execution): void {
    const { predictionId, reported } = after;
    if (predictionId !== undefined && before.predictionId === undefined) {
      this.#born.store.index(predictionId, this);
    }
    if (this.#asked) {
      this.#input = concealEchoed(this.#input, reported.input);
    } else if (before.endedAt === undefined) {
      // Who only looks on knows the input from the answer, where secrets are blanked out.
      this.#input = this.#describeInput(reported.input, reported.input);
    }
    if (this.#span === undefined) this.#open();
  }

  #describeInput(input: unknown, echoed?: unknown): DescribedInput {
    const { options, token = "" } = this.#born;
    return describeInput(input, { policy: options.policy, secrets: [token], echoed });
  }

  /** A call is one row from its start. Others wait for the answer: for the model, or the id. */
  #begin(): void {
    const { operation, predictionId } = this.execution;
    if (endsWithItsCall(operation) || operation === "replicate.wait") this.#open();
    else if (predictionId === undefined) this.#announced = this.#start("announce");
  }

  #open(): void {
    this.#span = this.#start("open");
  }

  #start(how: "announce" | "open"): SinkSpan | undefined {
    const { sink, place, options } = this.#born;
    const { operation, predictionId } = this.execution;
    const start = (): SinkSpan | undefined =>
      sink[how]?.(place, this.#record(), {
        // The row of what was created here can be named by whoever sees its end.
        rowId: operation.endsWith(".create") ? predictionId : undefined,
        onSpan: options.onSpan,
        propagate: options.propagate,
        onError: this.onError,
        announced: this.#announced,
      });
    return runSafely(this.onError, start, "a span could not be started");
  }

  /** Sends the record, then forgets the content: what was sent needs no memory. */
  #end(): void {
    if (this.#span === undefined) this.#open();
    const record = this.#record();
    this.execution = withoutContent(this.execution);
    const { truncated, secretValues } = this.#input;
    this.#input = { value: undefined, truncated, secretValues };
    const span = this.#span;
    if (span) this.#write(span, record);
    this.#close();
  }

  #write(span: SinkSpan, record: ExecutionRecord): void {
    const { onError } = this;
    runSafely(onError, () => span.end(record), "a span could not be ended");
    // An end must not wait: who flushes the SDK right after the call flushes it as well.
    if (!recordsFiles(record)) return;
    this.#born.store.deferred.add(() => {
      runSafely(onError, () => span.addFiles(record), "files could not be added");
    });
  }

  #close(): void {
    const { predictionId } = this.execution;
    this.#born.store.close(this, { id: predictionId, over: isClosed(this.execution) });
  }

  #record(): ExecutionRecord {
    const { options, token = "", origin } = this.#born;
    const { streamUrl = "" } = this.execution.reported;
    return describeExecution(this.execution, {
      policy: options.policy,
      // Whoever has the stream's URL can read the stream, and its hosts change.
      secrets: [token, ...this.#input.secretValues, streamUrl],
      input: this.#input,
      countsTokens: this.#resumed,
      origin,
    });
  }
}

/** Nothing can be added: Replicate has said its last word, numbers included. */
function isClosed(execution: Execution): boolean {
  return (
    isWhole(execution) &&
    execution.outputIsFinal === true &&
    execution.reported.metrics !== undefined &&
    isTerminal(execution.status)
  );
}

const TELLING = ["status", "output", "endedAt", "incomplete", "failure", "thrown"] as const;

/** Whether a fact that came after the end is worth another row. */
function tellsMore(before: Execution, after: Execution): boolean {
  const count = ({ reported }: Execution): number => Object.keys(reported.metrics ?? {}).length;
  return (
    TELLING.some((name) => before[name] !== after[name]) ||
    before.reported.webUrl !== after.reported.webUrl ||
    count(before) !== count(after)
  );
}

function withoutContent(execution: Execution): Execution {
  return {
    ...execution,
    output: undefined,
    transcript: undefined,
    reported: { ...execution.reported, input: undefined, logs: undefined },
  };
}
