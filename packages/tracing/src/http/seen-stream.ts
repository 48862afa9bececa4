import { readStreamEnd } from "../wire/stream-event.ts";
import { ServerSentEventParser, type ServerSentEvent } from "../wire/server-sent-events.ts";
import type { BodyObserver, SeenExchange, SeenHead } from "../exchange/http-exchange.ts";
import { endsWithItsCall } from "../exchange/operation.ts";
import { readThrown } from "../exchange/read-outcome.ts";
import { StreamTranscript } from "../exchange/stream-transcript.ts";
import type { ErrorListener } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";
import type { LiveEntry } from "../live-executions.ts";

/** What a stream is read for. */
export interface StreamContext {
  /** The execution that the stream belongs to, once it is known here. */
  readonly entry: () => LiveEntry | undefined;
  /** Makes it known here, where another process has created it. */
  readonly adopt: () => void;
  /** Whether the reader goes on where it, or another, had left the stream. */
  readonly resumes: boolean;
  /** Characters to keep of the output. */
  readonly limit: number;
  readonly onError: ErrorListener;
}

/** Who reads a stream now. A transcript that is not in here is kept by a traced client. */
interface Readers {
  /** Whose events count even where they have no id, by which repeats are told. */
  readonly first: object;
  reading: number;
}

const readersOf = new WeakMap<StreamTranscript, Readers>();

/** A stream that ended in the middle may be taken up again; nobody waits for ever. */
const PATIENCE = 60_000;

/** A request for the events of an execution. */
export class SeenStream implements SeenExchange {
  readonly #context: StreamContext;
  readonly #since = performance.now();

  constructor(context: StreamContext) {
    this.#context = context;
  }

  responded({ status, contentType }: SeenHead): BodyObserver | undefined {
    if (status >= 400 || contentType?.startsWith("text/event-stream") !== true) return undefined;
    return runSafely(
      this.#context.onError,
      () => {
        const operation = this.#context.entry()?.execution.operation;
        // What a call is told by its client ends with that call.
        if (operation !== undefined && endsWithItsCall(operation)) return undefined;
        return new StreamReading(this.#context, this.#since);
      },
      undefined,
    );
  }

  failed(): void {}
}

/** One reading of a stream. An execution has one transcript, however many read it. */
class StreamReading implements BodyObserver {
  readonly #context: StreamContext;
  readonly #since: number;
  readonly #parser: ServerSentEventParser;
  #transcript: StreamTranscript | undefined;
  #started = false;
  #over = false;

  constructor(context: StreamContext, since: number) {
    this.#context = context;
    this.#since = since;
    this.#parser = new ServerSentEventParser((event) => this.#read(event), context.limit);
  }

  push(chunk: Uint8Array | string): void {
    if (!this.#over) this.#safely(() => this.#parser.push(chunk));
  }

  parsed(): void {}

  end(): void {
    this.#leave(() => this.#awaitNews());
  }

  broke(why: "stopped" | "lost"): void {
    this.#leave((last) => {
      if (why === "lost") this.#awaitNews();
      else if (last) this.#context.entry()?.apply({ kind: "stopped" });
    });
  }

  #read({ event, data, id }: ServerSentEvent): void {
    if (this.#over) return;
    const entry = this.#entry();
    if (entry === undefined) return;
    if (event === "output") return this.#output(data, id);
    if (event === "error") return entry.apply(readThrown(new Error(data), undefined));
    const status = readStreamEnd(event, data);
    if (status === undefined) return;
    this.#leave(() => entry.apply({ kind: "stream-done", status }));
  }

  #output(data: string, id: string | undefined): void {
    const transcript = this.#transcript;
    if (transcript === undefined) return;
    const isFirst = readersOf.get(transcript)?.first === this;
    if (isFirst || id !== undefined) transcript.push(data, id, performanceNow);
  }

  #entry(): LiveEntry | undefined {
    if (!this.#started) {
      this.#started = true;
      if (this.#context.entry() === undefined) this.#context.adopt();
      const entry = this.#context.entry();
      if (entry) this.#transcript = this.#join(entry);
    }
    return this.#context.entry();
  }

  /** Joins those who read the stream already, or starts the transcript. */
  #join(entry: LiveEntry): StreamTranscript | undefined {
    const { transcript } = entry.execution;
    if (transcript !== undefined) {
      const readers = readersOf.get(transcript);
      if (readers === undefined) return undefined;
      readers.reading += 1;
      return transcript;
    }
    // What came before is not known here any more: the rest alone must not stand in its place.
    if (this.#context.resumes) return undefined;
    const started = new StreamTranscript(this.#context.limit);
    readersOf.set(started, { first: this, reading: 1 });
    entry.apply({ kind: "streaming", transcript: started, since: this.#since });
    return started;
  }

  /** Nothing more will be read here. */
  #leave(work: (last: boolean) => void): void {
    if (this.#over) return;
    this.#over = true;
    const readers = this.#transcript && readersOf.get(this.#transcript);
    if (readers) readers.reading -= 1;
    this.#safely(() => work(readers?.reading === 0));
  }

  /** The stream is lost, the execution is not: somebody may look at it, or read on. */
  #awaitNews(): void {
    const entry = this.#context.entry();
    if (entry) entry.deadline = Math.min(entry.deadline, Date.now() + PATIENCE);
  }

  #safely(work: () => void): void {
    runSafely(this.#context.onError, work);
  }
}

function performanceNow(): number {
  return performance.now();
}
