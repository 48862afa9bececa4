import type { Caller } from "../exchange/call.ts";

/** {@link captureCaller} itself, and the function of ours that the app called. */
const OWN_FRAMES = 2;

/** The app's frame is the next; each one more costs. */
const FRAMES = OWN_FRAMES + 1;

/**
 * Notes who called. To be called by the very function that the app calls: walking a stack costs by
 * the frame.
 *
 * @param frames - How many to walk, where the app may be behind a library that it calls.
 */
export function captureCaller(frames: number = FRAMES): Caller {
  const before = Error.stackTraceLimit;
  // Not by assignment: where the built-ins are frozen it would throw.
  Reflect.set(Error, "stackTraceLimit", frames);
  const source = new Error();
  Reflect.set(Error, "stackTraceLimit", before);
  return { source, ownFrames: OWN_FRAMES };
}
