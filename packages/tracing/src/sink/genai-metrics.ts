import type { Attributes, Context } from "@opentelemetry/api";
import type { ExecutionRecord } from "../record/execution-record.ts";
import { commonAttributesOf } from "./genai-attributes.ts";
import { errorTypeOf } from "./genai-error-type.ts";
import type { MetricName } from "./genai-conventions.ts";
import type { OpenTelemetrySignals } from "./open-telemetry-signals.ts";

/**
 * Measures one execution, each thing once, however often its end is told: numbers may be known
 * before or after it.
 */
export class ExecutionMeasurements {
  readonly #signals: OpenTelemetrySignals;
  readonly #context: Context;
  readonly #counts: boolean;
  readonly #measured = new Set<string>();

  /**
   * @param about - The span's context, and whether the execution is ours to count: who only looks
   *   at one that another process counts does not.
   */
  constructor(
    signals: OpenTelemetrySignals,
    about: { readonly context: Context; readonly counts: boolean },
  ) {
    this.#signals = signals;
    this.#context = about.context;
    this.#counts = about.counts;
  }

  /** Records what is known now and has not been recorded. */
  record(record: ExecutionRecord): void {
    if (!this.#counts) return;
    const { measures, reportedModel } = record;
    const attributes = commonAttributesOf(record);
    if (reportedModel !== undefined) attributes["gen_ai.response.model"] = reportedModel;
    const error = errorTypeOf(record);
    this.#once(
      "gen_ai.client.operation.duration",
      durationOf(record),
      error === undefined ? attributes : { ...attributes, "error.type": error },
    );
    this.#once(
      "gen_ai.client.operation.time_to_first_chunk",
      measures.time_to_first_token,
      attributes,
    );
    this.#once("replicate.queue_time", measures.queue_time, attributes);
    this.#once("replicate.predict_time", measures.predict_time, attributes);
    this.#tokens("input", measures.prompt_tokens, attributes);
    this.#tokens("output", measures.completion_tokens, attributes);
  }

  #tokens(type: "input" | "output", count: number | undefined, attributes: Attributes): void {
    if (count === undefined || this.#measured.has(type)) return;
    this.#measured.add(type);
    const told = { ...attributes, "gen_ai.token.type": type };
    this.#signals.measure("gen_ai.client.token.usage", count, {
      attributes: told,
      in: this.#context,
    });
  }

  #once(name: MetricName, value: number | undefined, attributes: Attributes): void {
    if (value === undefined || this.#measured.has(name)) return;
    this.#measured.add(name);
    this.#signals.measure(name, value, { attributes, in: this.#context });
  }
}

/** Seconds. How long something took of which nobody saw the end is not known. */
function durationOf({ startedAt, endedAt, incomplete }: ExecutionRecord): number | undefined {
  const seen = incomplete === undefined || incomplete === "stopped_early";
  return endedAt === undefined || !seen ? undefined : (endedAt - startedAt) / 1000;
}
