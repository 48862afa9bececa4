import { report, type ErrorListener } from "./diagnostics.ts";

/**
 * Runs a piece of tracing between the caller and the client. Whatever it throws is reported and
 * swallowed; then the answer is `undefined`.
 *
 * @param failure - What is reported, before the reason.
 */
export function runSafely<T>(
  listener: ErrorListener,
  work: () => T,
  failure: string = "tracing failed and was skipped",
): T | undefined {
  try {
    return work();
  } catch (error) {
    report(listener, failure, error);
    return undefined;
  }
}
