/** The attributes of a span, an event or a resource as JSON values. */
export type OtlpAttributes = Readonly<Record<string, unknown>>;

/** A span as OTLP tells it, whichever encoding it came in. */
export interface OtlpSpan {
  /** Hexadecimal, as the other ids. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** Epoch seconds. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly attributes: OtlpAttributes;
  readonly events: readonly OtlpEvent[];
  /** 0 unset, 1 ok, 2 error. */
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly scope: { readonly name: string; readonly version: string };
  /** What the span comes from, such as `service.name`. */
  readonly resource: OtlpAttributes;
}

/** Something that happened within a span. */
export interface OtlpEvent {
  readonly name: string;
  readonly attributes: OtlpAttributes;
}

/** The latest that a `Date` can be, in seconds. */
const LATEST_SECONDS = 8.64e12;

/** Nanoseconds of OTLP as epoch seconds; `undefined` for 0, which is "not known", and for no time at all. */
export function momentOf(nanoseconds: number): number | undefined {
  const seconds = nanoseconds / 1e9;
  return seconds > 0 && seconds <= LATEST_SECONDS ? seconds : undefined;
}

/** A body that is no OTLP; the message says what is wrong, without what was sent. */
export class OtlpProblem extends Error {}

/** Attribute values nest; deeper ones than any exporter sends are refused. */
export const DEEPEST_VALUE = 64;
