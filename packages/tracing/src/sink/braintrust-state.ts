/**
 * The few parts of the Braintrust SDK that are used, described by their shape. The SDK itself is
 * never imported: a second copy of it in the process would break the app's attachments.
 */

/** A span of the SDK, as handed to the option `onSpan`. */
export interface BraintrustSpan {
  readonly id: string;
  readonly spanId: string;
  readonly rootSpanId: string;
  log(event: Record<string, unknown>): void;
  logFeedback(event: Record<string, unknown>): void;
  setAttributes(attributes: Record<string, unknown>): void;
  export(): Promise<string>;
  /** The headers by which another process knows the span (W3C trace context and baggage). */
  inject?(): Record<string, string>;
}

/** Anything of the SDK below which a span can be started: a span, an experiment, a logger. */
export interface SpanParent {
  startSpan(args: Record<string, unknown>): BraintrustSpan;
}

/** A logger, which can also add to rows that it did not write itself. */
interface RowUpdater {
  updateSpan(event: Record<string, unknown>): void;
}

/** The state that all copies of the SDK in a process share. */
export interface BraintrustState {
  /** Set by `@braintrust/otel`, which sends spans of OpenTelemetry to Braintrust. */
  readonly _otelFlushCallback?: unknown;
  readonly currentExperiment?: SpanParent | undefined;
  readonly currentLogger?: (SpanParent & RowUpdater) | undefined;
  readonly currentParent?: { getStore(): unknown };
  readonly contextManager: {
    getCurrentSpan(): (BraintrustSpan & SpanParent) | undefined;
    runInContext<T>(span: BraintrustSpan, work: () => T): T;
  };
  bgLogger(): { flush(): Promise<void> };
}

/** The SDK's module, by the app's `import` or `require`. */
export interface BraintrustModule {
  startSpan(args: Record<string, unknown>): BraintrustSpan;
  readonly Attachment: new (content: {
    data: Blob;
    filename: string;
    contentType: string;
  }) => object;
  readonly BraintrustState?: abstract new (...args: never[]) => object;
}

const STATE = Symbol.for("braintrust-state");

/** The SDK's state, once any copy of it has been loaded. Present in 3.1-3.35. */
export function braintrustState(): BraintrustState | undefined {
  return (globalThis as { [STATE]?: BraintrustState })[STATE];
}

/** Whether Braintrust's own bridge sends what OpenTelemetry gets to Braintrust as well. */
export function bridgesOpenTelemetry(): boolean {
  return typeof braintrustState()?._otelFlushCallback === "function";
}
