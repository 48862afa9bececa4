import { SCOPE } from "./open-telemetry-signals.ts";

/**
 * A `customFilter` for the span processor of `@braintrust/otel`: keeps the spans of this library
 * from Braintrust, where it gets the same executions directly, and leaves others to the processor.
 *
 * @example
 * ```ts
 * new BraintrustSpanProcessor({ filterAISpans: true, customFilter: exceptReplicate });
 * ```
 */
export function exceptReplicate(span: {
  readonly instrumentationScope?: { readonly name: string };
}): false | undefined {
  return span.instrumentationScope?.name === SCOPE ? false : undefined;
}
