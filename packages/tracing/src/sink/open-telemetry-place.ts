import {
  context,
  createContextKey,
  isSpanContextValid,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from "@opentelemetry/api";

/** Where OpenTelemetry's SDK notes that nothing is to be traced; `suppressTracing` sets it. */
const SUPPRESSED = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/**
 * The context in which a span would start now: below the parent that the app names, else the active
 * one. `undefined` where tracing is suppressed.
 *
 * @param parent - A span or a context of OpenTelemetry, or an object with a `traceparent`; anything
 *   else is another sink's.
 */
export function placeOf(parent: unknown): Context | undefined {
  const place = contextOf(parent) ?? context.active();
  return place.getValue(SUPPRESSED) === true ? undefined : place;
}

function contextOf(parent: unknown): Context | undefined {
  if (typeof parent !== "object" || parent === null) return undefined;
  if (isContext(parent)) return parent;
  if (isSpan(parent)) return trace.setSpan(context.active(), parent);
  const { traceparent } = parent as { readonly traceparent?: unknown };
  const remote = typeof traceparent === "string" ? parseTraceparent(traceparent) : undefined;
  return remote && trace.setSpanContext(ROOT_CONTEXT, remote);
}

function isContext(value: object): value is Context {
  const { getValue, setValue } = value as Partial<Context>;
  return typeof getValue === "function" && typeof setValue === "function";
}

function isSpan(value: object): value is Span {
  return typeof (value as Partial<Span>).spanContext === "function";
}

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/**
 * Reads the header of that name.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(text: string): SpanContext | undefined {
  const [, traceId = "", spanId = "", flags = ""] = TRACEPARENT.exec(text.trim()) ?? [];
  const read = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(read) ? read : undefined;
}

/** Writes the header of that name. */
export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}
