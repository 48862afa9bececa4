import { report, type ErrorListener } from "../diagnostics/diagnostics.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { attach, filesOf, withoutMedia } from "./braintrust-media.ts";
import { INSTRUMENTATION_NAME, metadataOf, type RowPart } from "./braintrust-row.ts";
import { resumedSpan, type Attach } from "./resumed-span.ts";
import {
  braintrustState,
  type BraintrustModule,
  type BraintrustSpan,
  type BraintrustState,
  type SpanParent,
} from "./braintrust-state.ts";
import { callerLocation, withoutStack, type CallerLocation } from "./caller-location.ts";
import { findBraintrust } from "./find-braintrust.ts";
import { rowNews } from "./row-news.ts";
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
 * Two rows a span: what was asked when it starts, all the rest when it ends; and one more where
 * there are files. The SDK counts rows, and drops the newest when its queue is full.
 */
export class BraintrustSink implements Sink<Place> {
  readonly kind = "braintrust";
  readonly #given: BraintrustModule | undefined;
  #found: BraintrustModule | undefined;
  #foundFor: BraintrustState | undefined;

  /** @param braintrust - The app's own `import * as braintrust`; looked for when left out. */
  constructor(braintrust?: BraintrustModule) {
    this.#given = braintrust;
  }

  listening(named?: unknown): boolean {
    const state = braintrustState();
    return state !== undefined && parentIn(state, named) !== undefined;
  }

  place(caller: CallerStack, named?: unknown): Place | undefined {
    const state = braintrustState();
    const parent = state && parentIn(state, named);
    return state && parent && { state, parent, caller: callerLocation(caller) };
  }

  open(place: Place, record: ExecutionRecord, options: OpenOptions): SinkSpan {
    const { rowId, onSpan, onError, propagate } = options;
    const metadata = metadataOf(record);
    const event: RowPart = {
      metadata,
      context: {
        ...place.caller,
        span_origin: { instrumentation: { name: INSTRUMENTATION_NAME } },
      },
    };
    if (rowId !== undefined) event["id"] = rowId;
    if (record.input !== undefined) event["input"] = withoutMedia(record.input);
    const args = {
      name: record.operation,
      type: record.kind === "model" ? "llm" : "task",
      startTime: record.startedAt / 1000,
      event,
    };
    // The SDK looks for the caller as well, which costs, and would find us: not known means absent.
    // Bound and no arrow function: that would keep what the span begins with as long as the span.
    const span = withoutStack(this.#start.bind(this, place, args));
    try {
      onSpan?.(span);
    } catch (error) {
      // The span has begun: whatever the app makes of it, it must be known here to be ended.
      report(onError, "the option `onSpan` threw", error);
    }
    const news = rowNews(metadata, record.input);
    const log = (told: ExecutionRecord): void => span.log(news(told));
    return {
      enter: (work) => place.state.contextManager.runInContext(span, work),
      headers: () => (propagate ? span.inject?.() : undefined),
      update: log,
      end: log,
      addFiles: (told) => span.log(filesOf(told, this.#attacher(place, onError))),
    };
  }

  resume(place: Place, rowId: string, onError: ErrorListener): SinkSpan | undefined {
    const logger = place.state.currentLogger;
    if (logger === undefined) return undefined;
    const log = (part: RowPart): void => logger.updateSpan({ id: rowId, ...part });
    return resumedSpan(log, this.#attacher(place, onError));
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

  #attacher(place: Place, onError: ErrorListener): Attach {
    return (media) => attach(media, this.#module(place), onError);
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

/**
 * What the app named, else the SDK's own order: the current span, a parent of another process, the
 * experiment, the logger.
 */
function parentIn(state: BraintrustState, named: unknown): Place["parent"] | undefined {
  if (isSpanParent(named)) return named;
  const span = state.contextManager.getCurrentSpan();
  // The SDK's placeholder for "no span" has an empty id.
  if (span !== undefined && span.spanId !== "") return span;
  const slug = state.currentParent?.getStore();
  if (slug !== undefined) return { slug };
  return state.currentExperiment ?? state.currentLogger;
}

function isSpanParent(named: unknown): named is SpanParent {
  return (named as Partial<SpanParent> | undefined)?.startSpan !== undefined;
}
