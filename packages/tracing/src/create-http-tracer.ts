import { mistake, mustBe } from "./diagnostics/mistake.ts";
import { HttpTracer } from "./http-tracer.ts";
import { resolveOptions, type ReplicateTracingOptions } from "./options.ts";
import { processWide, sinksOf } from "./process-wide.ts";
import { Tracer } from "./tracer.ts";

/** Options of {@link createHttpTracing}. */
export interface HttpTracingOptions extends Omit<ReplicateTracingOptions, "propagate"> {
  /**
   * How much is read of the body of an answer, in bytes; what is longer loses its long parts, and
   * `metadata.truncated` says so. 16 MiB.
   */
  readonly bodyBytes?: number;
}

/** What is read of a body, unless an option says otherwise. */
export const BODY_BYTES: number = 16 * 1024 * 1024;

/**
 * Puts together what traces plain HTTP.
 *
 * @throws {TypeError} when an option is wrong.
 */
export function createHttpTracer(given: HttpTracingOptions = {}): HttpTracer {
  const { bodyBytes = BODY_BYTES, ...others } = given;
  if (typeof bodyBytes !== "number" || !(bodyBytes > 0)) {
    throw mustBe("option `bodyBytes`", "a number above 0", bodyBytes);
  }
  if ("propagate" in others) {
    throw mistake("there is no option `propagate` here: what is only seen gets no headers");
  }
  const options = resolveOptions(others);
  const store = processWide().executions;
  const tracer = new Tracer({ options, sinks: sinksOf(options), store });
  return new HttpTracer({ tracer, store, options, bodyLimit: bodyBytes });
}
