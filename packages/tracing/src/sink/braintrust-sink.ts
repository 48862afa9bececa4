import { report, type ErrorListener } from "../diagnostics/diagnostics.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { OMITTED, type RecordedValue } from "../record/recorded-value.ts";
import { holdsMedia } from "../record/records-files.ts";
import { attach, replaceMedia } from "./braintrust-media.ts";
import {
  INSTRUMENTATION_NAME,
  metadataOf,
  metricsOf,
  outcomeOf,
  type RowPart,
} from "./braintrust-row.ts";
import {
  braintrustState,
  type BraintrustModule,
  type BraintrustSpan,
  type BraintrustState,
  type RowUpdater,
  type SpanParent,
} from "./braintrust-state.ts";
import { callerLocation, withoutStack, type CallerLocation } from "./caller-location.ts";
import { findBraintrust } from "./find-braintrust.ts";
import type { CallerStack, OpenOptions, Sink, SinkSpan } from "./sink.ts";

/** A point in a Braintrust trace, and in the app's code. */
interface Place {
  readonly state: BraintrustState;
  /** What to start the span below; a slug is a parent of another process. */
  readonly parent: SpanParent | { readonly slug: unknown };
  readonly caller: CallerLocation | undefined;
}

/**
 * Writes executions as Braintrust spans, through the SDK that the app has loaded.
 *
 * Two rows a span: what was asked when it starts, all the rest when it ends. The SDK counts rows,
 * and drops the newest when its queue is full.
 */
export class BraintrustSink implements Sink<Place> {
  readonly #given: BraintrustModule | undefined;
  #found: BraintrustModule | undefined;
  #foundFor: BraintrustState | undefined;

  /** @param braintrust - The app's own `import * as braintrust`; looked for when left out. */
  constructor(braintrust?: BraintrustModule) {
    this.#given = braintrust;
  }

  listening(): boolean {
    const state = braintrustState();
    return state !== undefined && parentIn(state) !== undefined;
  }

  place(caller: CallerStack): Place | undefined {
    const state = braintrustState();
    const parent = state && parentIn(state);
    return state && parent && { state, parent, caller: callerLocation(caller) };
  }

  open(place: Place, record: ExecutionRecord, { rowId, onSpan, onError }: OpenOptions): SinkSpan {
    const metadata = metadataOf(record);
    const event: RowPart = {
      metadata,
      context: {
        ...place.caller,
        span_origin: { instrumentation: { name: INSTRUMENTATION_NAME } },
      },
    };
    if (rowId !== undefined) event["id"] = rowId;
    if (record.input !== undefined) event["input"] = replaceMedia(record.input, () => OMITTED);
    const args = {
      name: record.operation,
      type: record.kind === "model" ? "llm" : "task",
      startTime: record.startedAt / 1000,
      event,
    };
    // The SDK looks for the caller as well, which costs, and would find us: not known means absent.
    const span = withoutStack(() => this.#start(place, args));
    try {
      onSpan?.(span);
    } catch (error) {
      // The span has begun: whatever the app makes of it, it must be known here to be ended.
      report(onError, "the option `onSpan` threw", error);
    }
    return new OpenSpan({
      span,
      place,
      input: record.input,
      metadata,
      module: () => this.#module(place),
      onError,
    });
  }

  resume(place: Place, rowId: string, onError: ErrorListener): SinkSpan | undefined {
    const logger = place.state.currentLogger;
    if (logger === undefined) return undefined;
    return new ResumedSpan({ logger, rowId, module: () => this.#module(place), onError });
  }

  async flush(): Promise<void> {
    await braintrustState()?.bgLogger().flush();
  }

  #start(place: Place, args: RowPart): BraintrustSpan {
    if ("startSpan" in place.parent) return place.parent.startSpan(args);
    const module = this.#module(place);
    if (module) return module.startSpan({ ...args, parent: place.parent.slug });
    const { currentLogger } = place.state;
    if (currentLogger) return currentLogger.startSpan(args);
    throw new Error(
      "`withParent` needs the app's `braintrust`; pass it as the option `braintrust`",
    );
  }

  #module({ state }: Place): BraintrustModule | undefined {
    if (this.#given) return this.#given;
    if (this.#foundFor !== state) {
      this.#found = findBraintrust(state);
      this.#foundFor = state;
    }
    return this.#found;
  }
}

/** The SDK's own order: the current span, a parent of another process, the experiment, the logger. */
function parentIn(state: BraintrustState): Place["parent"] | undefined {
  const span = state.contextManager.getCurrentSpan();
  // The SDK's placeholder for "no span" has an empty id.
  if (span !== undefined && span.spanId !== "") return span;
  const slug = state.currentParent?.getStore();
  if (slug !== undefined) return { slug };
  return state.currentExperiment ?? state.currentLogger;
}

interface Delivery {
  readonly module: () => BraintrustModule | undefined;
  readonly onError: ErrorListener;
}

function attached(value: RecordedValue | undefined, { module, onError }: Delivery): unknown {
  return value === undefined
    ? undefined
    : replaceMedia(value, (media) => attach(media, module(), onError));
}

class OpenSpan implements SinkSpan {
  readonly #about: Delivery & {
    readonly span: BraintrustSpan;
    readonly place: Place;
  };
  /** What was written as the input, so that it is written again only when there is more of it. */
  #input: RecordedValue | undefined;
  #inputLacksMedia: boolean;
  #metadata: RowPart;

  constructor(
    about: Delivery & {
      readonly span: BraintrustSpan;
      readonly place: Place;
      readonly input: RecordedValue | undefined;
      readonly metadata: RowPart;
    },
  ) {
    const { input, metadata, ...rest } = about;
    this.#about = rest;
    this.#input = input;
    this.#metadata = { ...metadata };
    this.#inputLacksMedia = holdsMedia(input);
  }

  enter<T>(work: () => T): T {
    const { place, span } = this.#about;
    return place.state.contextManager.runInContext(span, work);
  }

  update(record: ExecutionRecord): void {
    this.#log(record);
  }

  end(record: ExecutionRecord): void {
    this.#log(record);
  }

  #log(record: ExecutionRecord): void {
    const part: RowPart = { metadata: this.#news(record), metrics: metricsOf(record) };
    if (record.input !== this.#input || this.#inputLacksMedia) {
      const input = attached(record.input, this.#about);
      if (input !== undefined) part["input"] = input;
      this.#inputLacksMedia = false;
    }
    // What was written needs no memory.
    this.#input = record.endedAt === undefined ? record.input : undefined;
    const output = attached(record.output, this.#about);
    if (output !== undefined) part["output"] = output;
    if (record.error !== undefined) part["error"] = record.error;
    this.#about.span.log(part);
  }

  /** Rows merge, so that what has been written need not be written again. */
  #news(record: ExecutionRecord): RowPart {
    const metadata = metadataOf(record);
    const news: RowPart = {};
    for (const key in metadata) {
      if (this.#metadata[key] !== metadata[key]) news[key] = metadata[key];
    }
    // What turned out to be whole after all must be said so.
    if ("incomplete" in this.#metadata && !("incomplete" in metadata)) news["incomplete"] = null;
    Object.assign(this.#metadata, news);
    return news;
  }
}

/** A row of another process: only what became of the execution is added, not what was asked. */
class ResumedSpan implements SinkSpan {
  readonly #about: Delivery & { readonly logger: RowUpdater; readonly rowId: string };

  constructor(about: Delivery & { readonly logger: RowUpdater; readonly rowId: string }) {
    this.#about = about;
  }

  enter<T>(work: () => T): T {
    return work();
  }

  update(): void {
    // The process that wrote the row tells how it began; this one only how it ended.
  }

  end(record: ExecutionRecord): void {
    const { logger, rowId } = this.#about;
    const part: RowPart = {
      id: rowId,
      // Its own process may have given it up, at its exit for one: it is whole after all.
      metadata: { incomplete: null, ...outcomeOf(record) },
      metrics: metricsOf(record),
    };
    const output = attached(record.output, this.#about);
    if (output !== undefined) part["output"] = output;
    if (record.error !== undefined) part["error"] = record.error;
    logger.updateSpan(part);
  }
}
