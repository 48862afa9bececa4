import type { ReplicateTracingOptions } from "../options.ts";

/** The one hook of a process, which all copies of this library share. */
export interface ProcessHook {
  /** Traces by other options from now on, also what is loaded already. */
  retrace(options: ReplicateTracingOptions): void;
  /** Whether something is a class of clients that it traces. The doctor asks. */
  traces(found: unknown): boolean;
  /** Replicate is being called; if nobody traces that, says so. */
  called(): void;
}

/** Where the hook is. */
export const PROCESS_HOOK: unique symbol = Symbol.for("braintrust-replicate.hook.1");

/** The hook of this process, once there is one. */
export function processHook(): ProcessHook | undefined {
  return (globalThis as { [PROCESS_HOOK]?: ProcessHook })[PROCESS_HOOK];
}
