export { autoInstrument } from "./auto-instrument.ts";
export type { ReplicateTracingOptions } from "./options.ts";
