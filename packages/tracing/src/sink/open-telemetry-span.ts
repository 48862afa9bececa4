import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from "@opentelemetry/api";
import { report } from "../diagnostics/diagnostics.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { attributesOf, commonAttributesOf, spanNameOf } from "./genai-attributes.ts";
import { EVENTS, type SpanAttribute } from "./genai-conventions.ts";
import { errorTypeOf } from "./genai-error-type.ts";
import { inputMessagesOf, outputMessagesOf, systemInstructionsOf } from "./genai-messages.ts";
import { ExecutionMeasurements } from "./genai-metrics.ts";
import type { ExecutionHook, OpenTelemetrySettings } from "./open-telemetry-options.ts";
import { formatTraceparent } from "./open-telemetry-place.ts";
import type { OpenTelemetrySignals } from "./open-telemetry-signals.ts";
import type { EmittedRecord } from "./log-emitter.ts";
import type { SinkSpan } from "./sink.ts";

/** What a span works with. */
export interface SpanParts {
  readonly settings: OpenTelemetrySettings;
  readonly signals: OpenTelemetrySignals;
  /** Is told of each record, and of the end. */
  readonly onRecord: (span: OpenTelemetrySpan, record: ExecutionRecord) => void;
  readonly onEnd: (span: OpenTelemetrySpan) => void;
}

/** A span that has just been started. */
export interface OpenedSpan {
  readonly span: Span;
  readonly place: Context;
  readonly name: string;
  readonly attributes: Attributes;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Whether its execution is counted by metrics. */
  readonly counts: boolean;
}

/** The severity of an event about an exception, by the conventions: WARN. */
const WARN = { severityNumber: 13, severityText: "WARN" } as const;

/** Characters of an error that a status holds. */
const MOST_ERROR = 2000;

/** One span of OpenTelemetry, from the call to the end of its execution. */
export class OpenTelemetrySpan implements SinkSpan {
  readonly span: Span;
  readonly #context: Context;
  readonly #parts: SpanParts;
  readonly #measurements: ExecutionMeasurements;
  readonly #startedAt: number;
  #name: string;
  #written: Attributes;
  #ended = false;

  constructor(opened: OpenedSpan, parts: SpanParts) {
    const { span, place, counts } = opened;
    this.span = span;
    this.#startedAt = opened.startedAt;
    this.#name = opened.name;
    this.#written = opened.attributes;
    this.#parts = parts;
    this.#context = trace.setSpan(place, span);
    this.#measurements = new ExecutionMeasurements(parts.signals, {
      context: this.#context,
      counts,
    });
  }

  enter<T>(work: () => T): T {
    return context.with(this.#context, work);
  }

  headers(): Readonly<Record<string, string>> | undefined {
    if (this.#parts.settings.propagate !== true) return undefined;
    return { traceparent: formatTraceparent(this.span.spanContext()) };
  }

  update(record: ExecutionRecord): void {
    if (this.#ended) return;
    this.#parts.onRecord(this, record);
    if (!this.span.isRecording()) return;
    const name = spanNameOf(record);
    if (name !== this.#name) this.span.updateName((this.#name = name));
    const attributes = attributesOf(record);
    // The SDK looks at each value; most have been written at the start.
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== this.#written[key]) this.span.setAttribute(key, value);
    }
    this.#written = attributes;
  }

  end(record: ExecutionRecord): void {
    try {
      this.#measurements.record(record);
      this.update(record);
      if (!this.#ended && this.span.isRecording()) this.#tellEnd(record);
    } finally {
      this.close(record.endedAt);
    }
  }

  addFiles(): void {
    // Files that are at hand are parts of messages; a span that has ended takes no others.
  }

  /** Ends the span as it is, at once. */
  close(at: number = Date.now()): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.onEnd(this);
    // One that is noticed late begins when it is noticed.
    this.span.end(Math.max(at, this.#startedAt));
  }

  #tellEnd(record: ExecutionRecord): void {
    const { error } = record;
    if (error !== undefined) {
      const message = error.slice(0, MOST_ERROR);
      this.span.setStatus({ code: SpanStatusCode.ERROR, message });
      this.#tellException(record, message);
    }
    this.#tellContent(record);
    this.#show(this.#parts.settings.responseHook, record);
  }

  /** Shows the span to the app as it starts. */
  started(record: ExecutionRecord): void {
    this.#show(this.#parts.settings.requestHook, record);
  }

  #show(hook: ExecutionHook | undefined, record: ExecutionRecord): void {
    try {
      hook?.(this.span, record);
    } catch (error) {
      report(this.#parts.settings.onError, "a hook of OpenTelemetry threw", error);
    }
  }

  #tellException(record: ExecutionRecord, message: string): void {
    this.#parts.signals.emit({
      eventName: EVENTS.exception,
      ...WARN,
      timestamp: record.endedAt ?? Date.now(),
      attributes: {
        "exception.type": errorTypeOf(record) ?? "_OTHER",
        "exception.message": message,
      },
      context: this.#context,
    });
  }

  #tellContent(record: ExecutionRecord): void {
    const { onSpan, onEvent } = this.#parts.settings.content;
    if (!onSpan && !onEvent) return;
    const messages = messagesOf(record);
    const written = asJson(messages);
    if (onSpan) this.span.setAttributes(written);
    if (!onEvent) return;
    const at = record.endedAt ?? Date.now();
    const taken = this.#parts.signals.emit({
      eventName: EVENTS.details,
      timestamp: at,
      attributes: { ...attributesOf(record), ...messages } as EmittedRecord["attributes"],
      context: this.#context,
    });
    if (taken) return;
    this.span.addEvent(EVENTS.details, { ...commonAttributesOf(record), ...written }, at);
  }
}

type Messages = { readonly [Name in SpanAttribute]?: unknown };

function messagesOf(record: ExecutionRecord): Messages {
  const all: Messages = {
    "gen_ai.system_instructions": systemInstructionsOf(record),
    "gen_ai.input.messages": inputMessagesOf(record),
    "gen_ai.output.messages": outputMessagesOf(record),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Attributes of spans have no structure. */
function asJson(messages: Messages): Attributes {
  const entries = Object.entries(messages).map(([name, value]) => [name, JSON.stringify(value)]);
  return Object.fromEntries(entries) as Attributes;
}
