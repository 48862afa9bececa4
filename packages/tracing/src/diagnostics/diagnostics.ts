import { scrubSecrets } from "../wire/scrub-secrets.ts";

/** Receives what goes wrong inside tracing, never anything that the caller's own code threw. */
export type ErrorListener = (error: Error) => void;

const alreadyPrinted = new Set<string>();

/** A long-running process must not collect messages without end. */
const MOST_PRINTED = 100;

/**
 * Prints a problem of tracing once per message to the console. The default where the app gave no
 * `onError`.
 */
export function printOnce(error: Error): void {
  if (alreadyPrinted.has(error.message) || alreadyPrinted.size >= MOST_PRINTED) return;
  alreadyPrinted.add(error.message);
  console.warn(error.message);
}

/**
 * Tells the listener about a problem. Never throws: a listener that throws is a problem that has
 * nobody left to be told.
 */
export function report(listener: ErrorListener, what: string, cause?: unknown): void {
  try {
    const reason = cause === undefined ? "" : `: ${reasonOf(cause)}`;
    listener(new Error(`braintrust-replicate: ${what}${reason}`));
  } catch {
    // Nothing of ours reaches the caller, not even the failure of the failure listener.
  }
}

/** A scrubbed line, not the object: an error can carry requests, bodies and tokens. */
function reasonOf(cause: unknown): string {
  return cause instanceof Error ? scrubSecrets(`${cause.name}: ${cause.message}`) : typeof cause;
}
