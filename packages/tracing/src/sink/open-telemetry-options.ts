import type { MeterProvider, Span, SpanContext, TracerProvider } from "@opentelemetry/api";
import { printOnce, type ErrorListener } from "../diagnostics/diagnostics.ts";
import type { ExecutionRecord } from "../record/execution-record.ts";
import {
  CAPTURE_FORMS,
  captureByEnvironment,
  readCapture,
  type CaptureMessageContent,
  type CapturedContent,
} from "./capture-message-content.ts";
import type { LoggerProviderLike } from "./log-emitter.ts";

/** Is shown a span and what is known of its execution. What it throws is reported, no more. */
export type ExecutionHook = (span: Span, execution: ExecutionRecord) => void;

/**
 * Options of {@link openTelemetrySink}.
 *
 * @example
 * ```ts
 * openTelemetrySink({ captureMessageContent: "SPAN_ONLY" });
 * ```
 */
export interface OpenTelemetryOptions {
  /** Makes the spans. Default: the one that the app registers, whenever it does. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Makes the metrics. Default: the one that the app registers. */
  readonly meterProvider?: MeterProvider | undefined;
  /**
   * Takes events. Default: the one that the app registers; without any, messages that are to go on
   * an event go on an event of the span.
   */
  readonly loggerProvider?: LoggerProviderLike | undefined;
  /**
   * Write what went in and what came back. Default: what
   * `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` says, else not. `true` is `"SPAN_ONLY"`.
   */
  readonly captureMessageContent?: CaptureMessageContent | undefined;
  /**
   * Add `traceparent` to the requests that create executions, for a gateway or proxy of your own.
   * Default false. Not together with an instrumentation of HTTP, which does that itself.
   */
  readonly propagate?: boolean | undefined;
  /**
   * Where the span is that a prediction began with, when another process has made it: its context,
   * or the `traceparent` that was kept beside the prediction's id.
   */
  readonly linkTo?: ((predictionId: string) => SpanContext | string | undefined) | undefined;
  /**
   * Make a span although Braintrust's own bridge (`@braintrust/otel`) will show it beside the one
   * that Braintrust gets directly. Default false: then there is one, the latter.
   */
  readonly besideBraintrust?: boolean | undefined;
  /** Is shown each span when it starts. */
  readonly requestHook?: ExecutionHook | undefined;
  /** Is shown each span just before it ends. */
  readonly responseHook?: ExecutionHook | undefined;
  /** Is told what goes wrong. Default: printed once per message. */
  readonly onError?: ErrorListener | undefined;
}

/** Options as the sink uses them: checked, with defaults. */
export interface OpenTelemetrySettings extends Omit<OpenTelemetryOptions, "captureMessageContent"> {
  readonly content: CapturedContent;
  readonly onError: ErrorListener;
}

const KINDS: Readonly<Record<keyof OpenTelemetryOptions, "boolean" | "function" | "object">> = {
  tracerProvider: "object",
  meterProvider: "object",
  loggerProvider: "object",
  captureMessageContent: "boolean",
  propagate: "boolean",
  linkTo: "function",
  besideBraintrust: "boolean",
  requestHook: "function",
  responseHook: "function",
  onError: "function",
};

/** The method that makes a provider what it is. */
const METHODS: Readonly<Record<string, string>> = {
  tracerProvider: "getTracer",
  meterProvider: "getMeter",
  loggerProvider: "getLogger",
};

/**
 * Checks options and fills in what the environment says.
 *
 * @throws {TypeError} naming the option, what was given and what is allowed.
 */
export function resolveOpenTelemetryOptions(
  options: OpenTelemetryOptions = {},
): OpenTelemetrySettings {
  if (typeof options !== "object" || options === null) {
    throw wrong("the options of OpenTelemetry", options, "an object");
  }
  for (const [name, value] of Object.entries(options)) checkOption(name, value);
  const onError = options.onError ?? printOnce;
  const { captureMessageContent: capture, ...others } = options;
  const content = readCapture(capture) ?? captureByEnvironment(onError);
  return { ...others, content, onError };
}

function checkOption(name: string, value: unknown): void {
  if (!Object.hasOwn(KINDS, name)) {
    throw new TypeError(
      `braintrust-replicate: there is no option \`${name}\` of OpenTelemetry; there are ${Object.keys(KINDS).join(", ")}`,
    );
  }
  if (value === undefined) return;
  if (name === "captureMessageContent") {
    if (readCapture(value)) return;
    throw wrong(`option \`${name}\``, value, CAPTURE_FORMS);
  }
  const kind = KINDS[name as keyof typeof KINDS];
  if (typeof value !== kind || value === null) throw wrong(`option \`${name}\``, value, kind);
  const method = METHODS[name];
  if (method !== undefined && typeof (value as Record<string, unknown>)[method] !== "function") {
    throw wrong(`option \`${name}\``, value, `an object with a method \`${method}\``);
  }
}

function wrong(what: string, given: unknown, allowed: string): TypeError {
  const shown = typeof given === "string" ? JSON.stringify(given.slice(0, 40)) : typeof given;
  return new TypeError(`braintrust-replicate: ${what} must be ${allowed}; got ${shown}`);
}
