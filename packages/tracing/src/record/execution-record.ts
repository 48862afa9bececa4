import type { Incompleteness } from "../exchange/execution-fact.ts";
import type { Operation } from "../exchange/operation.ts";
import type { Measures } from "../execution/measure-execution.ts";
import type { RecordedValue } from "./recorded-value.ts";

/** Request parameters that tracing conventions have names for. */
export interface RequestParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly stop?: string | readonly string[];
}

/**
 * What is worth telling of one execution, redacted and in nobody's dialect. Sinks map it to their
 * own names. Times are milliseconds since the epoch; an absent field is not known.
 */
export interface ExecutionRecord {
  readonly operation: Operation;
  readonly kind: "model" | "task";
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly input?: RecordedValue;
  readonly output?: RecordedValue;
  readonly error?: string;
  readonly model?: string;
  readonly version?: string;
  readonly deployment?: string;
  readonly predictionId?: string;
  readonly status?: string;
  readonly url?: string;
  readonly attempts?: number;
  readonly incomplete?: Incompleteness;
  readonly truncated?: true;
  readonly parameters: RequestParameters;
  readonly logs?: string;
  readonly replicateMetrics?: RecordedValue;
  readonly measures: Measures;
}
