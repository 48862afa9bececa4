import { isTerminal } from "./wire/prediction.ts";
import type { ExecutionFact, Incompleteness } from "./exchange/execution-fact.ts";
import { endsWithItsCall, isTraining } from "./exchange/operation.ts";
import type { Request } from "./exchange/read-call.ts";
import { startExecution, type Execution } from "./execution/execution.ts";
import { isWhole, reduceExecution } from "./execution/reduce-execution.ts";
import type { ErrorListener } from "./diagnostics/diagnostics.ts";
import { describeExecution } from "./record/describe-execution.ts";
import { concealEchoed, describeInput, type DescribedInput } from "./record/describe-input.ts";
import type { ExecutionRecord } from "./record/execution-record.ts";
import { ExecutionSpans, type Places } from "./sink/execution-spans.ts";
import type { OpenOptions, Sink, SinkSpan } from "./sink/sink.ts";
import type { LiveEntry, LiveExecutions } from "./live-executions.ts";
import { recordsFiles } from "./record/records-files.ts";
import type { TracingOptions } from "./options.ts";

/** What executions are traced with. */
export interface Tracing {
  readonly options: TracingOptions;
  /** The sinks of now: some may come and go. */
  readonly sinks: () => readonly Sink[];
  readonly store: LiveExecutions;
}

/** What an execution is born with. */
export interface Birth {
  readonly request: Request;
  readonly places: Places;
  readonly tracing: Tracing;
}

/**
 * One execution while it lives: what is known of it, its spans, and when to write which. Facts come
 * in, records go out.
 */
export class LiveExecution implements LiveEntry {
  /** The present knowledge. */
  execution: Execution;
  deadline: number;
  readonly onError: ErrorListener;
  readonly spans: ExecutionSpans;
  readonly #options: TracingOptions;
  readonly #store: LiveExecutions;
  /** Whether the input is known from who asked, and not from an answer. */
  readonly #asked: boolean;
  #input: DescribedInput;
  #opened = false;
  #resumed = false;

  /**
   * The input itself is not kept: it may be large, and the caller may change it.
   *
   * @param joinedAt - Adds to the row of the process that created the prediction at that time, where
   *   the sink can.
   */
  constructor({ request: { called, input }, places, tracing }: Birth, joinedAt?: number) {
    const { options, store } = tracing;
    this.#options = options;
    this.#store = store;
    this.onError = options.onError;
    this.spans = new ExecutionSpans(places, options.onError);
    this.execution = startExecution(called, joinedAt);
    this.#asked = input !== undefined;
    this.#input = this.#describeInput(input);
    const { predictionSeconds, trainingSeconds, openExecutions } = options.limits;
    const seconds = isTraining(called.operation) ? trainingSeconds : predictionSeconds;
    this.deadline = this.execution.startedAt + seconds * 1000;
    store.add(this, openExecutions);
    if (joinedAt !== undefined) this.#resume();
    if (!this.#opened) this.#begin();
  }

  /** Adds a fact, and writes what follows from it. */
  apply(fact: ExecutionFact): void {
    const before = this.execution;
    if (isClosed(before)) return;
    const after = reduceExecution(before, fact, Date.now());
    this.execution = after;
    if (fact.kind === "observed") {
      this.#store.urls?.note(fact.prediction);
      this.#answered(before, after);
    }
    if (after.endedAt === undefined) return;
    if (before.endedAt === undefined || tellsMore(before, after)) this.#end();
  }

  lose(why: Exclude<Incompleteness, "stopped_early">): void {
    if (!this.#resumed) return this.apply({ kind: "lost", why });
    // The row belongs to another process, which may yet see the end.
    this.execution = { ...this.execution, endedAt: Date.now() };
    this.#store.close(this, isClosed(this.execution));
  }

  present(): void {
    if (!this.#opened) return;
    const record = this.#record();
    this.spans.tell("update", record);
    if (recordsFiles(record)) this.spans.tell("addFiles", record);
  }

  #resume(): void {
    const { predictionId } = this.execution;
    if (predictionId === undefined) return;
    this.#resumed = this.spans.start((sink, place) =>
      sink.resume(place, predictionId, this.onError),
    );
    this.#opened = this.#resumed;
  }

  #answered(before: Execution, after: Execution): void {
    if (before.predictionId === undefined) this.#store.index(this);
    const { input } = after.reported;
    if (this.#asked) {
      this.#input = concealEchoed(this.#input, input);
    } else if (before.endedAt === undefined) {
      // Who only looks on knows the input from the answer, where secrets are blanked out.
      this.#input = this.#describeInput(input, input);
    }
    if (!this.#opened) this.#open();
  }

  #describeInput(input: unknown, echoed?: unknown): DescribedInput {
    const { token = "" } = this.execution.requested;
    return describeInput(input, { policy: this.#options, secrets: [token], echoed });
  }

  /** A call is one row from its start. Others wait for the answer: for the model, or the id. */
  #begin(): void {
    const { operation, predictionId } = this.execution;
    if (endsWithItsCall(operation) || operation === "replicate.wait") this.#open();
    else if (predictionId === undefined) {
      this.spans.start((sink, place) => sink.announce?.(place, this.#record(), this.#about()));
    }
  }

  #open(): void {
    this.#opened = this.spans.start((sink, place, announced) =>
      sink.open(place, this.#record(), this.#about(announced)),
    );
  }

  #about(announced?: SinkSpan): OpenOptions {
    const { operation, predictionId } = this.execution;
    const { onSpan, propagate, onError } = this.#options;
    // The row of what was created here can be named by whoever sees its end.
    const rowId = operation.endsWith(".create") ? predictionId : undefined;
    return { rowId, onSpan, propagate, onError, announced };
  }

  /** Sends the record, then forgets the content: what was sent needs no memory. */
  #end(): void {
    if (!this.#opened) this.#open();
    const record = this.#record();
    this.execution = withoutContent(this.execution);
    const { truncated, secretValues } = this.#input;
    this.#input = { value: undefined, truncated, secretValues };
    this.spans.tell("end", record, "a span could not be ended");
    // An end must not wait: who flushes the SDK right after the call flushes it as well.
    if (recordsFiles(record)) {
      this.#store.deferred.add(() =>
        this.spans.tell("addFiles", record, "a file could not be added"),
      );
    }
    this.#store.close(this, isClosed(this.execution));
  }

  #record(): ExecutionRecord {
    return describeExecution(this.execution, {
      policy: this.#options,
      input: this.#input,
      countsTokens: this.#resumed,
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

const TELLING = ["status", "output", "incomplete", "failure", "thrown"] as const;

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
