import type { ErrorListener } from "../diagnostics/diagnostics.ts";

/**
 * Decides about one value before it is recorded: return it to keep it, something else to record
 * that instead, `undefined` to leave it out. Throwing leaves `[REDACTED]`.
 *
 * Objects and lists are shown as they are, the whole `input` first, with the secrets still in them.
 *
 * @param path - Where the value is, such as `input.prompt`, `output.0`, `error` or `metadata.logs`.
 */
export type Redact = (path: string, value: unknown) => unknown;

/** What may be recorded of an execution, and how much of it. */
export interface RecordingPolicy {
  readonly captureInput: boolean;
  readonly captureOutput: boolean;
  readonly captureMedia: boolean;
  readonly redact: Redact | undefined;
  /** Bytes of text and JSON kept of one field. */
  readonly limits: { readonly contentBytes: number };
  readonly onError: ErrorListener;
}
