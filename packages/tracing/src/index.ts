export { flush, type FlushOptions } from "./flush.ts";
export type { ReplicateTracingOptions, TracingLimits } from "./options.ts";
export { unwrapReplicate, wrapReplicate } from "./wrap-replicate.ts";
export type { ErrorListener } from "./diagnostics/diagnostics.ts";
export type { Redact } from "./record/recording-policy.ts";
export type { BraintrustModule, BraintrustSpan } from "./sink/braintrust-state.ts";
