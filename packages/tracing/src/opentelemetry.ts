export { openTelemetrySink, type OpenTelemetryOutput } from "./create-open-telemetry-sink.ts";
export {
  ReplicateInstrumentation,
  type InstrumentationSpanProcessor,
  type ReplicateInstrumentationConfig,
} from "./replicate-instrumentation.ts";
export { exceptReplicate } from "./sink/except-replicate.ts";
export type { ErrorListener } from "./diagnostics/diagnostics.ts";
export type { TracingLimits } from "./options.ts";
export type { ExecutionRecord } from "./record/execution-record.ts";
export type { Redact } from "./record/recording-policy.ts";
export type { CaptureMessageContent } from "./sink/capture-message-content.ts";
export type { EmittedRecord, LogEmitter, LoggerProviderLike } from "./sink/log-emitter.ts";
export type { ExecutionHook, OpenTelemetryOptions } from "./sink/open-telemetry-options.ts";
export type { Sink } from "./sink/sink.ts";
