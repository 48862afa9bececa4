import { readStreamError } from "../wire/stream-event.ts";
import { errorSigns, nameOf } from "./error-signs.ts";
import type { ExecutionFact } from "./execution-fact.ts";

/** The client's own words before Replicate's when a prediction failed. */
const FAILED = "Prediction failed: ";

/** What the client quotes when Replicate gave no error. */
const NO_ERROR = /^(?:null|undefined)?$/;

/**
 * Reads what a call threw. Only its message and its signs are taken: the client's `ApiError` carries
 * the request with its token, the response and their URLs.
 */
export function readThrown(
  error: unknown,
  signal: unknown,
): Extract<ExecutionFact, { kind: "threw" }> {
  const message = messageOf(error);
  const detail = readStreamError(message);
  const failed = detail !== undefined || message.startsWith(FAILED);
  return {
    kind: "threw",
    message: detail ?? (failed ? replicatesWords(message) : message),
    signs: errorSigns(error),
    failed,
    ownAbort: isOwnAbort(error, signal),
  };
}

/** What the client quotes of Replicate's error; of none it makes the word "null". */
function replicatesWords(message: string): string {
  const quoted = message.slice(FAILED.length);
  return NO_ERROR.test(quoted) ? "Prediction failed" : quoted;
}

function messageOf(error: unknown): string {
  try {
    if (error instanceof Error) return error.message === "" ? error.name : error.message;
    return String(error);
  } catch {
    return "something that cannot be read was thrown";
  }
}

/** Whether an error is what the caller's own signal made of a call. */
export function isOwnAbort(error: unknown, signal: unknown): boolean {
  if (!(signal instanceof AbortSignal && signal.aborted)) return false;
  return error === signal.reason || /^(?:Abort|Timeout)Error$/.test(nameOf(error) ?? "");
}
