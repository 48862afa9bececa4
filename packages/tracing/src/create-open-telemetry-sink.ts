import { processWide } from "./process-wide.ts";
import { OpenTelemetrySink } from "./sink/open-telemetry-sink.ts";
import type { OpenTelemetryOptions } from "./sink/open-telemetry-options.ts";
import type { Sink } from "./sink/sink.ts";

/** A sink that can end what is open. */
export interface OpenTelemetryOutput extends Sink {
  /**
   * Ends the spans of all executions that are still open, with what is known of them. To be called
   * before the SDK of OpenTelemetry is shut down.
   */
  shutdown(): void;
}

/**
 * A sink that writes executions as spans and metrics of OpenTelemetry, by its conventions for
 * generative AI. Make one and hand it to every client.
 *
 * @throws {TypeError} when an option is wrong. Later nothing is thrown.
 *
 * @example
 * ```ts
 * const sinks = [openTelemetrySink()];
 * const replicate = wrapReplicate(new Replicate(), { sinks });
 * ```
 */
export function openTelemetrySink(options?: OpenTelemetryOptions): OpenTelemetryOutput {
  return createOpenTelemetrySink(options);
}

/** The same, with all that it can. */
export function createOpenTelemetrySink(options?: OpenTelemetryOptions): OpenTelemetrySink {
  return new OpenTelemetrySink(options, () => processWide().executions.present());
}
