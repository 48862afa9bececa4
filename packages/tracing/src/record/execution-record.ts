import type { Incompleteness } from "../exchange/execution-fact.ts";
import type { Operation } from "../exchange/operation.ts";
import type { Measures } from "../execution/measure-execution.ts";
import type { RecordedValue } from "./recorded-value.ts";

/** Request parameters that tracing conventions have names for. */
export interface RequestParameters {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly max_tokens?: number;
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
  readonly stop?: string | readonly string[];
}

/**
 * What is worth telling of one execution, redacted and in nobody's dialect. Sinks map it to their
 * own names. Times are milliseconds since the epoch; `undefined` means not known.
 */
export interface ExecutionRecord {
  readonly operation: Operation;
  readonly kind: "model" | "task";
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly input: RecordedValue | undefined;
  readonly output: RecordedValue | undefined;
  readonly error: string | undefined;
  /**
   * What tells the error that a call threw from others, the most telling first: the status of an
   * HTTP answer, codes of the network, a name.
   */
  readonly errorSigns: readonly string[] | undefined;
  /** The best name that there is: as requested, as reported, else the version or deployment. */
  readonly model: string | undefined;
  /** The model or deployment that the caller named. */
  readonly requestedModel: string | undefined;
  /** The model that Replicate named. Official ones have internal names. */
  readonly reportedModel: string | undefined;
  /** The origin of the API, such as `https://api.replicate.com`. */
  readonly origin: string | undefined;
  readonly version: string | undefined;
  readonly deployment: string | undefined;
  readonly predictionId: string | undefined;
  readonly status: string | undefined;
  readonly url: string | undefined;
  /** Replicate offered a stream of text: the model answers text. */
  readonly streamsText: boolean;
  readonly attempts: number | undefined;
  readonly incomplete: Incompleteness | undefined;
  readonly truncated: true | undefined;
  readonly parameters: RequestParameters;
  readonly logs: string | undefined;
  readonly replicateMetrics: RecordedValue | undefined;
  readonly measures: Measures;
}
