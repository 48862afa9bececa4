import type { CallTrace } from "../exchange/call.ts";

/** What is told of what a call comes to, before the caller has it. None of it may throw. */
export interface Outcome {
  answered?(result: unknown): void;
  returned?(): void;
  threw?(error: unknown): void;
}

/**
 * Follows a call to its end and hands its result on: the same value or the same error. A promise
 * is followed by the promise derived from it: a second handler on the side would make a rejection
 * that nobody handles look handled.
 */
export function observePromise<T>(result: T, outcome: Outcome): T {
  const settled = (value: unknown): unknown => {
    outcome.answered?.(value);
    outcome.returned?.();
    return value;
  };
  if (!(result instanceof Promise)) return settled(result) as T;
  return result.then(settled, (error: unknown) => {
    outcome.threw?.(error);
    throw error;
  }) as T;
}

/**
 * Runs a call inside its span and follows it to its end. What it throws at once is its end as well.
 *
 * @param outcome - Tells the trace less than all.
 */
export function follow<T>(trace: CallTrace, work: () => T, outcome: Outcome = trace): T {
  let result: T;
  try {
    result = trace.enter(work);
  } catch (error) {
    trace.threw(error);
    throw error;
  }
  return observePromise(result, outcome);
}
