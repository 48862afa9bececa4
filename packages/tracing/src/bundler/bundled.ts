import { printOnce } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";
import { wrapReplicate } from "../wrap-replicate.ts";

/**
 * What the statement calls that the bundler plugins append to the client's module: traces every
 * client of the class, as `wrapReplicate(Replicate)` does. Nothing else is started; spans go to the
 * logger that the app initialises. Never throws.
 *
 * @param exported - What the client's module exports.
 *
 * @example
 * ```ts
 * traceBundled(require("replicate"));
 * ```
 */
export function traceBundled(exported: unknown): void {
  runSafely(printOnce, () => void wrapReplicate(exported as object));
}
