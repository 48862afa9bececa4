import type { Caller } from "../exchange/call.ts";

/** A function of ours that the app calls as one of the client's. */
export type Entry = (...args: never[]) => unknown;

/** The app's frame, and one more where the client calls itself. */
const FRAMES = 2;

/**
 * Notes who called. Done at the very gate, because walking a stack costs by the frame. Known on V8
 * only.
 *
 * @param entry - The function that the app called; the stack begins below it.
 */
export function captureCaller(entry: Entry): Caller {
  const caller: { stack?: string } = {};
  if (typeof Error.captureStackTrace !== "function") return caller;
  const before = Error.stackTraceLimit;
  // Not by assignment: where the built-ins are frozen it would throw.
  Reflect.set(Error, "stackTraceLimit", FRAMES);
  Error.captureStackTrace(caller, entry);
  Reflect.set(Error, "stackTraceLimit", before);
  return caller;
}
