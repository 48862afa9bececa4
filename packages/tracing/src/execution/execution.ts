import type { CalledFact, Incompleteness } from "../exchange/execution-fact.ts";
import type { Operation } from "../exchange/operation.ts";
import type { StreamTranscript } from "../exchange/stream-transcript.ts";
import { NOTHING_REPORTED, type Reported } from "./reported.ts";

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
  readonly endedAt: number | undefined;

  readonly predictionId: string | undefined;
  /** What Replicate said of it, all its answers taken together. */
  readonly reported: Reported;
  readonly status: string | undefined;
  readonly output: unknown;
  /** Whether {@link output} is Replicate's last word. */
  readonly outputIsFinal: boolean;
  /** Replicate's own text. */
  readonly failure: string | undefined;
  /** What the call threw, when Replicate did not say that the prediction failed. */
  readonly thrown: string | undefined;
  readonly thrownSigns: readonly string[] | undefined;

  readonly attempts: number;
  readonly transcript: StreamTranscript | undefined;
  /** When the stream was first asked for an event, on the clock of its transcript. */
  readonly streamingSince: number | undefined;
  readonly incomplete: Incompleteness | undefined;
  /** Whether content of it was too long to be looked at. */
  readonly truncated: boolean;
}

/**
 * An execution of which nothing is known but that it was asked for. All fields are there from the
 * start: to copy objects of one shape takes a tenth of the time.
 *
 * @param at - When it began, where that was before.
 */
export function startExecution(requested: CalledFact, at: number = requested.at): Execution {
  const { operation, id } = requested;
  return {
    requested,
    operation,
    startedAt: at,
    seenAt: at,
    endedAt: undefined,
    predictionId: id,
    reported: NOTHING_REPORTED,
    status: undefined,
    output: undefined,
    outputIsFinal: false,
    failure: undefined,
    thrown: undefined,
    thrownSigns: undefined,
    attempts: 0,
    transcript: undefined,
    streamingSince: undefined,
    incomplete: undefined,
    truncated: false,
  };
}
