import type { Prediction } from "../wire/prediction.ts";
import type { CalledFact, Incompleteness } from "../exchange/execution-fact.ts";
import type { Operation } from "../exchange/operation.ts";
import type { StreamTranscript } from "../exchange/stream-transcript.ts";

/** What is kept of answers as they put it; the rest is weighed against what else is known. */
export type Reported = Omit<
  Prediction,
  "id" | "status" | "output" | "error" | "dataRemoved" | "urls"
>;

/**
 * Everything known of one execution. A value: facts make new ones. Times are milliseconds since
 * the epoch; `undefined` means that nobody said.
 */
export interface Execution {
  /** Who asked for it, and with which words. */
  readonly requested: CalledFact;
  readonly operation: Operation;
  readonly startedAt: number;
  /** When the latest fact was seen. */
  readonly seenAt: number;
  readonly endedAt?: number | undefined;

  readonly predictionId?: string | undefined;
  /** What Replicate said of it, all its answers taken together. */
  readonly reported: Partial<Reported>;
  readonly status?: string | undefined;
  readonly output?: unknown;
  /** Whether {@link output} is Replicate's last word. */
  readonly outputIsFinal?: boolean;
  /** Replicate's own text. */
  readonly failure?: string | undefined;
  /** What the call threw, when Replicate did not say that the prediction failed. */
  readonly thrown?: string;
  readonly thrownType?: string;

  readonly attempts: number;
  readonly transcript?: StreamTranscript | undefined;
  /** When the stream was first asked for an event, on the clock of its transcript. */
  readonly streamingSince?: number;
  readonly incomplete?: Incompleteness | undefined;
  /** Whether content of it was too long to be looked at. */
  readonly truncated?: boolean;
}

/** An execution of which nothing is known but that it was asked for. */
export function startExecution(requested: CalledFact): Execution {
  const { operation, at, id } = requested;
  return {
    requested,
    operation,
    startedAt: at,
    seenAt: at,
    predictionId: id,
    attempts: 0,
    reported: {},
  };
}
