import { isTerminal, type Prediction } from "../wire/prediction.ts";
import type { ExecutionFact } from "../exchange/execution-fact.ts";
import { endsWithItsCall } from "../exchange/operation.ts";
import type { Execution } from "./execution.ts";
import { laterReport, sizeOf } from "./reported.ts";

/**
 * Adds one fact to what is known. Pure: no clock, no I/O, and nothing known is ever erased, so that
 * the same facts in another order, or twice, tell the same story.
 *
 * @param at - When it was seen, in milliseconds since the epoch.
 */
export function reduceExecution(execution: Execution, fact: ExecutionFact, at: number): Execution {
  switch (fact.kind) {
    case "attempted":
      return { ...execution, attempts: execution.attempts + 1 };
    case "truncated":
      return { ...execution, truncated: true };
    case "observed":
      return observe(execution, fact.prediction, at);
    case "streaming":
      return { ...execution, transcript: fact.transcript, streamingSince: fact.since };
    case "stream-done":
      return end({ ...execution, status: laterStatus(execution.status, fact.status) }, at);
    case "threw":
      return fail(execution, fact, at);
    case "returned":
      return returned(execution, at);
    case "settled":
      return settled(execution, at);
    case "stopped":
      return end(execution, at, "stopped_early");
    case "lost":
      return lose(execution, fact.why);
  }
}

/**
 * Whether the prediction itself is over, or the call that was the execution has settled with an
 * answer: nothing that is still to come can be missing.
 */
export function isWhole(execution: Execution): boolean {
  return execution.endedAt !== undefined && execution.incomplete === undefined;
}

function observe(execution: Execution, prediction: Prediction, at: number): Execution {
  const { id, status, error } = prediction;
  const newer = outputIsNewer(execution, prediction);
  const seen: Execution = {
    ...execution,
    seenAt: Math.max(execution.seenAt, at),
    predictionId: execution.predictionId ?? id,
    status: laterStatus(execution.status, status),
    output: newer ? prediction.output : execution.output,
    outputIsFinal: execution.outputIsFinal || (newer && isTerminal(status)),
    failure: error ?? execution.failure,
    reported: laterReport(execution.reported, prediction),
  };
  const ends = !endsWithItsCall(execution.operation) || execution.incomplete !== undefined;
  return ends && isTerminal(status) ? end(seen, completionTime(seen, at)) : seen;
}

/**
 * The end as this process saw it, but no later than Replicate's own duration allows: a result that
 * is fetched an hour late did not take an hour.
 */
function completionTime(execution: Execution, at: number): number {
  const {
    startedAt,
    reported: { createdAt, completedAt },
  } = execution;
  if (createdAt === undefined || completedAt === undefined) return at;
  return Math.min(at, startedAt + Math.max(0, completedAt - createdAt));
}

function returned(execution: Execution, at: number): Execution {
  // A generator that was left goes on to say that it is over; that does not make it whole.
  if (execution.incomplete === "stopped_early") return execution;
  // An answer without an id says that there is nothing to wait for.
  if (!endsWithItsCall(execution.operation) && execution.predictionId !== undefined) {
    return execution;
  }
  return end(execution, at);
}

/**
 * Replicate answers a request that it held before the prediction is quite over: with the whole output
 * and the status `processing`. Clients ask no more, so this is the end; what is seen later is added.
 */
function settled(execution: Execution, at: number): Execution {
  const { output, status } = execution;
  return output === undefined || status === "starting" ? execution : end(execution, at);
}

function fail(
  execution: Execution,
  { message, signs, failed, ownAbort }: Extract<ExecutionFact, { kind: "threw" }>,
  at: number,
): Execution {
  if (ownAbort) return end(execution, at, "stopped_early");
  if (!failed) return end({ ...execution, thrown: message, thrownSigns: signs }, at);
  const status = laterStatus(execution.status, "failed");
  return end({ ...execution, status, failure: execution.failure ?? message }, at);
}

/** What is over cannot get lost; the last observation is the end of what is. */
function lose(execution: Execution, why: Execution["incomplete"]): Execution {
  if (execution.endedAt !== undefined) return execution;
  return { ...execution, endedAt: execution.seenAt, incomplete: why };
}

/**
 * Ends once. The one later end that counts is the real one of an execution that had been given up,
 * because then the whole replaces a part.
 */
function end(execution: Execution, at: number, incomplete?: Execution["incomplete"]): Execution {
  const ended = execution.endedAt !== undefined;
  if (ended && (execution.incomplete === undefined || incomplete !== undefined)) return execution;
  return {
    ...execution,
    seenAt: Math.max(execution.seenAt, at),
    endedAt: Math.max(at, execution.startedAt),
    incomplete,
  };
}

const ORDER: readonly (string | undefined)[] = ["starting", "processing"];

/**
 * Statuses only move forward; the first terminal one stays. One that Replicate adds some day has no
 * place in the order: it counts when it is the last one seen.
 */
function laterStatus(known: string | undefined, seen: string | undefined): string | undefined {
  if (seen === undefined || isTerminal(known)) return known;
  const place = ORDER.indexOf(seen);
  return isTerminal(seen) || place < 0 || place >= ORDER.indexOf(known) ? seen : known;
}

function outputIsNewer(
  { output: known, outputIsFinal }: Execution,
  { output, status }: Prediction,
): boolean {
  if (output === undefined || outputIsFinal) return false;
  return isTerminal(status) || sizeOf(output) >= sizeOf(known);
}
