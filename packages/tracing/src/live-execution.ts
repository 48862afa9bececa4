import { isTerminal } from "./wire/prediction.ts";
import type { ExecutionFact, Incompleteness } from "./exchange/execution-fact.ts";
import { endsWithItsCall, isTraining } from "./exchange/operation.ts";
import type { Request } from "./exchange/read-call.ts";
import { startExecution, type Execution } from "./execution/execution.ts";
import { reduceExecution } from "./execution/reduce-execution.ts";
import { report, type ErrorListener } from "./diagnostics/diagnostics.ts";
import { describeExecution } from "./record/describe-execution.ts";
import { concealEchoed, describeInput, type DescribedInput } from "./record/describe-input.ts";
import type { ExecutionRecord } from "./record/execution-record.ts";
import type { OpenOptions, Sink, SinkSpan } from "./sink/sink.ts";
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
  deadline: number;
  readonly onError: ErrorListener;
  readonly #place: unknown;
  readonly #options: TracingOptions;
  readonly #sink: Sink;
  readonly #store: LiveExecutions;
  readonly #token: readonly string[];
  readonly #origin: string | undefined;
  #execution: Execution;
  /** Whether the input is known from who asked, and not from an answer. */
  readonly #asked: boolean;
  #input: DescribedInput;
  #announced: SinkSpan | undefined;
  #span: SinkSpan | undefined;
  #resumed = false;

  constructor(birth: Birth) {
    const { request, options, token, store } = birth;
    this.#place = birth.place;
    this.#options = options;
    this.#sink = birth.sink;
    this.#store = store;
    this.onError = options.policy.onError;
    this.#token = token === undefined ? [] : [token];
    this.#origin = birth.origin;
    this.#execution = startExecution(request.called);
    this.#asked = request.input !== undefined;
    this.#input = this.#describeInput(request.input);
    // The input itself is not kept: it may be large, and the caller may change it.
    const { predictionSeconds, trainingSeconds, openExecutions } = options.limits;
    const seconds = isTraining(request.called.operation) ? trainingSeconds : predictionSeconds;
    this.deadline = request.called.at + seconds * 1000;
    store.add(this, openExecutions);
    const { id } = request.called;
    if (id !== undefined) store.index(id, this);
    if (birth.joins) this.#resume();
    if (this.#span === undefined) this.#begin();
  }

  /** The present knowledge. */
  get execution(): Execution {
    return this.#execution;
  }

  /** The span, once there is one. */
  get span(): SinkSpan | undefined {
    return this.#span ?? this.#announced;
  }

  /** Adds a fact, and writes what follows from it. */
  apply(fact: ExecutionFact): void {
    const before = this.#execution;
    if (isClosed(before)) return;
    const after = reduceExecution(before, fact);
    this.#execution = after;
    if (fact.kind === "observed") {
      this.#store.urls?.note(fact.prediction);
      this.#answered(before, after);
    }
    if (after.endedAt === undefined) return;
    if (before.endedAt === undefined) this.#end();
    else if (tellsMore(before, after)) this.#end();
  }

  lose(why: Exclude<Incompleteness, "stopped_early">): void {
    if (this.#resumed) {
      // The row belongs to another process, which may yet see the end.
      this.#execution = { ...this.#execution, endedAt: Date.now() };
      this.#close();
      return;
    }
    this.apply({ kind: "lost", why, at: Date.now() });
  }

  present(): void {
    const record = this.#record();
    this.#span?.update(record);
    if (recordsFiles(record)) this.#span?.addFiles(record);
  }

  /** A call is one row from its start. Others wait for the answer: for the model, or the id. */
  get #opensAtOnce(): boolean {
    const { operation } = this.#execution;
    return endsWithItsCall(operation) || operation === "replicate.wait";
  }

  /** The row of what was created here can be named by whoever sees its end. */
  get #rowId(): string | undefined {
    const { operation, predictionId } = this.#execution;
    return operation.endsWith(".create") ? predictionId : undefined;
  }

  #resume(): void {
    const { predictionId } = this.#execution;
    if (predictionId === undefined) return;
    this.#span = this.#sink.resume(this.#place, predictionId, this.onError);
    this.#resumed = this.#span !== undefined;
  }

  #answered(before: Execution, after: Execution): void {
    const { predictionId } = after;
    if (predictionId !== undefined && before.predictionId === undefined) {
      this.#store.index(predictionId, this);
    }
    if (this.#asked) {
      this.#input = concealEchoed(this.#input, after.reportedInput);
    } else if (before.endedAt === undefined) {
      // Who only looks on knows the input from the answer, where secrets are blanked out.
      this.#input = this.#describeInput(after.reportedInput, after.reportedInput);
    }
    if (this.#span === undefined) this.#open();
  }

  #describeInput(input: unknown, echoed?: unknown): DescribedInput {
    const { policy } = this.#options;
    return describeInput(input, { policy, secrets: this.#token, echoed });
  }

  #begin(): void {
    if (this.#opensAtOnce) this.#open();
    else if (this.#execution.predictionId === undefined) {
      this.#announced = this.#start((options) =>
        this.#sink.announce?.(this.#place, this.#record(), options),
      );
    }
  }

  #open(): void {
    this.#span = this.#start((options) => this.#sink.open(this.#place, this.#record(), options));
  }

  #start(start: (options: OpenOptions) => SinkSpan | undefined): SinkSpan | undefined {
    try {
      return start({
        rowId: this.#rowId,
        onSpan: this.#options.onSpan,
        propagate: this.#options.propagate,
        onError: this.onError,
        announced: this.#announced,
      });
    } catch (error) {
      report(this.onError, "a span could not be started", error);
      return undefined;
    }
  }

  #end(): void {
    if (this.#span === undefined) this.#open();
    this.#write();
    this.#close();
  }

  #close(): void {
    const { predictionId } = this.#execution;
    this.#store.close(this, { id: predictionId, over: isClosed(this.#execution) });
  }

  /** Sends the record, then forgets the content: what was sent needs no memory. */
  #write(): void {
    const record = this.#record();
    const span = this.#span;
    this.#execution = withoutContent(this.#execution);
    const { truncated, secretValues } = this.#input;
    this.#input = { value: undefined, truncated, secretValues };
    if (span === undefined) return;
    this.#send("a span could not be ended", () => span.end(record));
    // An end must not wait: who flushes the SDK right after the call flushes it as well.
    if (!recordsFiles(record)) return;
    this.#store.deferred.add(() => {
      this.#send("files could not be added", () => span.addFiles(record));
    });
  }

  #send(failure: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      report(this.onError, failure, error);
    }
  }

  #record(): ExecutionRecord {
    const { policy } = this.#options;
    const { streamUrl } = this.#execution;
    return describeExecution(this.#execution, {
      policy,
      // Whoever has the stream's URL can read the stream, and its hosts change.
      secrets: [
        ...this.#token,
        ...this.#input.secretValues,
        ...(streamUrl === undefined ? [] : [streamUrl]),
      ],
      input: this.#input,
      countsTokens: this.#resumed,
      origin: this.#origin,
    });
  }
}

/** Nothing can be added: Replicate has said its last word, numbers included. */
function isClosed(execution: Execution): boolean {
  return (
    execution.endedAt !== undefined &&
    execution.incomplete === undefined &&
    execution.outputIsFinal === true &&
    execution.metrics !== undefined &&
    isTerminal(execution.status)
  );
}

/** Whether a fact that came after the end is worth another row. */
function tellsMore(before: Execution, after: Execution): boolean {
  return (
    before.status !== after.status ||
    before.output !== after.output ||
    before.endedAt !== after.endedAt ||
    before.incomplete !== after.incomplete ||
    before.failure !== after.failure ||
    before.thrown !== after.thrown ||
    before.webUrl !== after.webUrl ||
    Object.keys(before.metrics ?? {}).length !== Object.keys(after.metrics ?? {}).length
  );
}

function withoutContent(execution: Execution): Execution {
  return {
    ...execution,
    output: undefined,
    reportedInput: undefined,
    transcript: undefined,
    logs: undefined,
  };
}
