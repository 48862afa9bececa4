import { report, type ErrorListener } from "./diagnostics.ts";

/**
 * Runs a piece of tracing between the caller and the client. Whatever it throws is reported and
 * swallowed, and the fallback is returned.
 */
export function runSafely<T, F>(listener: ErrorListener, work: () => T, fallback: F): T | F {
  try {
    return work();
  } catch (error) {
    report(listener, "tracing failed and was skipped", error);
    return fallback;
  }
}
