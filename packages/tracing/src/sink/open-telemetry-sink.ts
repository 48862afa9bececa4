import { SpanKind, type Context, type Link, type SpanContext } from "@opentelemetry/api";
import { report } from "../diagnostics/diagnostics.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { bridgesOpenTelemetry } from "./braintrust-state.ts";
import { attributesOf, spanNameOf } from "./genai-attributes.ts";
import {
  resolveOpenTelemetryOptions,
  type OpenTelemetryOptions,
} from "./open-telemetry-options.ts";
import type { OpenTelemetrySettings } from "./open-telemetry-options.ts";
import { parseTraceparent, placeOf } from "./open-telemetry-place.ts";
import { OpenTelemetrySignals } from "./open-telemetry-signals.ts";
import { OpenTelemetrySpan, type SpanParts } from "./open-telemetry-span.ts";
import type { CallerStack, OpenOptions, Sink, SinkSpan } from "./sink.ts";

/** Spans that are remembered, so that what is seen of their executions later can name them. */
const REMEMBERED = 10_000;

/** Writes executions as spans and metrics of OpenTelemetry's GenAI conventions. */
export class OpenTelemetrySink implements Sink<Context> {
  readonly kind = "opentelemetry";
  #settings: OpenTelemetrySettings;
  readonly #signals = new OpenTelemetrySignals(() => this.#settings);
  readonly #refresh: () => void;
  readonly #open = new Set<OpenTelemetrySpan>();
  readonly #spanOf = new Map<string, SpanContext>();

  /**
   * @param refresh - Tells all open spans what is known of their executions.
   * @throws {TypeError} when an option is wrong.
   */
  constructor(options: OpenTelemetryOptions | undefined, refresh: () => void) {
    this.#settings = resolveOpenTelemetryOptions(options);
    this.#refresh = refresh;
  }

  /** The options of spans that start from now on, and the providers of all. */
  configure(options: OpenTelemetryOptions): void {
    this.#settings = resolveOpenTelemetryOptions(options);
  }

  listening(): boolean {
    return this.#signals.wanted;
  }

  place(_: CallerStack, parent?: unknown): Context | undefined {
    return this.#signals.wanted ? placeOf(parent) : undefined;
  }

  yieldsTo(others: readonly Sink[]): boolean {
    if (this.#settings.besideBraintrust === true || !bridgesOpenTelemetry()) return false;
    if (!others.some(({ kind }) => kind === "braintrust")) return false;
    report(this.#settings.onError, BRIDGED);
    return true;
  }

  announce(place: Context, record: ExecutionRecord): SinkSpan {
    return this.#start(record, { place, counts: isOurs(record) });
  }

  open(place: Context, record: ExecutionRecord, { announced }: OpenOptions): SinkSpan {
    if (announced === undefined) return this.announce(place, record);
    announced.update(record);
    return announced;
  }

  /**
   * A span that has ended elsewhere cannot be added to: when the execution ends, a span of its own
   * says so, with a link.
   */
  resume(place: Context): SinkSpan {
    const startedAt = Date.now();
    let span: OpenTelemetrySpan | undefined;
    return {
      enter: (work) => work(),
      update: () => {},
      addFiles: () => {},
      end: (record) => {
        span ??= this.#start(record, { place, counts: true, startedAt });
        span.end(record);
      },
    };
  }

  async flush(): Promise<void> {
    // Providers are flushed by whoever made them.
  }

  /** Ends all spans that are open, with what is known now. */
  shutdown(): void {
    this.#refresh();
    for (const span of this.#open) {
      try {
        span.span.setAttribute("replicate.incomplete", "shut_down");
        span.close();
      } catch (error) {
        report(this.#settings.onError, "a span of OpenTelemetry could not be ended", error);
      }
    }
  }

  #start(record: ExecutionRecord, start: Start): OpenTelemetrySpan {
    const links = this.#linksOf(record);
    const { place, counts, startedAt = record.startedAt } = start;
    const [name, attributes] = [spanNameOf(record), attributesOf(record)];
    const span = this.#signals.tracer.startSpan(
      name,
      {
        kind: SpanKind.CLIENT,
        startTime: startedAt,
        attributes,
        ...(links.length === 0 ? {} : { links: [...links] }),
      },
      place,
    );
    const about = { span, place, name, attributes, startedAt, counts };
    const opened = new OpenTelemetrySpan(about, this.#parts);
    this.#open.add(opened);
    this.#parts.onRecord(opened, record);
    opened.started(record);
    return opened;
  }

  get #parts(): SpanParts {
    return {
      settings: this.#settings,
      signals: this.#signals,
      onRecord: ({ span }, { predictionId }) => {
        if (predictionId !== undefined) this.#remember(predictionId, span.spanContext());
      },
      onEnd: (span) => void this.#open.delete(span),
    };
  }

  /** The first span of an execution is the one that others link to. */
  #remember(predictionId: string, span: SpanContext): void {
    if (this.#spanOf.has(predictionId)) return;
    this.#spanOf.set(predictionId, span);
    const [oldest] = this.#spanOf.keys();
    if (this.#spanOf.size > REMEMBERED && oldest !== undefined) this.#spanOf.delete(oldest);
  }

  #linksOf({ predictionId }: ExecutionRecord): readonly Link[] {
    if (predictionId === undefined) return [];
    const context = this.#spanOf.get(predictionId) ?? this.#named(predictionId);
    return context === undefined ? [] : [{ context }];
  }

  #named(predictionId: string): SpanContext | undefined {
    const { linkTo, onError } = this.#settings;
    try {
      const named = linkTo?.(predictionId);
      return typeof named === "string" ? parseTraceparent(named) : named;
    } catch (error) {
      report(onError, "the option `linkTo` threw", error);
      return undefined;
    }
  }
}

interface Start {
  readonly place: Context;
  readonly counts: boolean;
  readonly startedAt?: number;
}

/** Who only looks at an execution does not count it: whoever started it does. */
function isOurs({ operation }: ExecutionRecord): boolean {
  return (
    operation.endsWith(".create") ||
    operation === "replicate.run" ||
    operation === "replicate.stream"
  );
}

const BRIDGED =
  "Braintrust's bridge for OpenTelemetry would show each execution twice, so Braintrust gets it directly and OpenTelemetry not at all; `besideBraintrust: true` makes both, and `customFilter: exceptReplicate` of BraintrustSpanProcessor keeps ours from Braintrust";
