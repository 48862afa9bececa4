import type { CallTrace } from "../exchange/call.ts";
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
  const next = generator.next.bind(generator);
  const leave = generator.return.bind(generator);
  const raise = generator.throw.bind(generator);

  override(generator, "next", (...args: [] | [unknown]) => {
    const first = !begun;
    if (first) {
      begun = true;
      trace = begin();
    }
    const call = trace;
    if (call === undefined) return next(...args);
    // The client's own work starts in the first step; the later ones only read what came of it.
    const result = first ? call.enter(() => next(...args)) : next(...args);
    return result.then(
      (step) => {
        if (step.done === true) call.returned();
        else call.streamed(step.value);
        return step;
      },
      (error: unknown) => {
        call.threw(error);
        throw error;
      },
    );
  });
  const stop = (): void => {
    // One that is left before its first step never runs: what is asked of it later is no call.
    begun = true;
    trace?.stopped();
  };
  override(generator, "return", (value: unknown) => {
    stop();
    return leave(value);
  });
  override(generator, "throw", (error: unknown) => {
    stop();
    return raise(error);
  });
}

function override(
  generator: AsyncGenerator<unknown>,
  step: Step,
  method: (...args: never[]) => unknown,
): void {
  const value = resemble(method, generator[step]);
  Object.defineProperty(generator, step, { value, configurable: true, writable: true });
}
