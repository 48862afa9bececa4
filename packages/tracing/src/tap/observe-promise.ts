import type { CallTrace } from "../exchange/call.ts";

/** What to do with a call's result before the caller has it. Must not throw. */
export type Observe = (result: unknown) => void;

/**
 * Follows a call to its end and hands its result on: the same value or the same error. A promise
 * is followed by the promise derived from it: a second handler on the side would make a rejection
 * that nobody handles look handled.
 */
export function observePromise<T>(
  result: T,
  trace: Pick<CallTrace, "returned" | "threw">,
  observe?: Observe,
): T {
  if (!(result instanceof Promise)) {
    observe?.(result);
    trace.returned();
    return result;
  }
  return result.then(
    (value: unknown) => {
      observe?.(value);
      trace.returned();
      return value;
    },
    (error: unknown) => {
      trace.threw(error);
      throw error;
    },
  ) as T;
}

/** Runs a call inside its span; what it throws at once ends the trace and goes to the caller. */
export function enterCall<T>(trace: CallTrace, work: () => T): T {
  try {
    return trace.enter(work);
  } catch (error) {
    trace.threw(error);
    throw error;
  }
}
