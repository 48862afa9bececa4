import type { CallTrace } from "../exchange/call.ts";
import { follow, observePromise, type Outcome } from "./observe-promise.ts";
import { resemble } from "./undo.ts";

type Step = "next" | "return" | "throw";

/**
 * Watches a generator while its consumer uses it. The three methods are overridden on the very
 * object that the client returned, out of sight; nothing is buffered, and the consumer's code runs
 * outside of the span.
 *
 * @param begin - Starts the trace, at the first `next()`: before, the client does nothing.
 */
export function observeGenerator(
  generator: AsyncGenerator<unknown>,
  begin: () => CallTrace | undefined,
): void {
  let begun = false;
  let trace: CallTrace | undefined;
  const outcome: Outcome = {
    answered(step) {
      const { done, value } = step as IteratorResult<unknown, unknown>;
      if (done === true) trace?.returned();
      else trace?.streamed(value);
    },
    threw: (error) => trace?.threw(error),
  };
  const next = generator.next.bind(generator);
  override(generator, "next", (...args: [] | [unknown]) => {
    const step = (): Promise<IteratorResult<unknown>> => next(...args);
    // The client's own work starts in the first step; the later ones only read what came of it.
    if (begun) return trace ? observePromise(step(), outcome) : step();
    begun = true;
    trace = begin();
    return trace ? follow(trace, step, outcome) : step();
  });
  for (const way of ["return", "throw"] as const) {
    const leave = generator[way].bind(generator);
    override(generator, way, (value: unknown) => {
      // One that is left before its first step never runs: what is asked of it later is no call.
      begun = true;
      trace?.stopped();
      return leave(value);
    });
  }
}

function override(
  generator: AsyncGenerator<unknown>,
  step: Step,
  method: (...args: never[]) => unknown,
): void {
  const value = resemble(method, generator[step]);
  Object.defineProperty(generator, step, { value, configurable: true, writable: true });
}
