import type { CallObserver } from "../exchange/call.ts";
import { lateOptions, marked } from "./call-mark.ts";
import { observeGenerator } from "./observe-generator.ts";
import { enterCall, observePromise } from "./observe-promise.ts";
import { tokenOf } from "./token-of.ts";

/** A method of the client's prototype. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** One call of such a method, of a client that is traced. */
export interface WatchedCall {
  readonly client: object;
  readonly args: unknown[];
  readonly observer: CallObserver;
}

/** `run`: one call, one span; its requests are told apart by the mark on its options. */
export function watchRun(original: Method, { client, args, observer }: WatchedCall): unknown {
  const trace = observer.begin({ method: "run", args, token: tokenOf(client), at: Date.now() });
  if (trace === undefined) return original.apply(client, args);
  const [reference, options, ...rest] = args;
  const mark = { trace, reported: false };
  const result = enterCall(trace, () =>
    original.apply(client, [reference, marked(options, mark), ...rest]),
  );
  return observePromise(result, trace);
}

/** `stream`: the span begins with the first `next()`, below the caller of `stream`. */
export function watchStream(original: Method, { client, args, observer }: WatchedCall): unknown {
  const [reference, options, ...rest] = args;
  const call = { method: "stream", args, token: tokenOf(client), at: Date.now() } as const;
  const begin = observer.prepare(call);
  // The client reads its options at the first `next()`; until then they may change.
  const late = lateOptions(options);
  const generator = original.apply(client, [reference, late.options, ...rest]);
  if (!isGenerator(generator)) return generator;
  observeGenerator(generator, () => {
    const trace = begin();
    late.settle(trace && { trace, reported: false });
    return trace;
  });
  return generator;
}

/** `wait`: news of an execution that was started elsewhere. */
export function watchWait(original: Method, { client, args, observer }: WatchedCall): unknown {
  const trace = observer.begin({ method: "wait", args, token: tokenOf(client), at: Date.now() });
  if (trace === undefined) return original.apply(client, args);
  const result = enterCall(trace, () => original.apply(client, args));
  return observePromise(result, trace, (answer) => trace.answered(answer));
}

function isGenerator(value: unknown): value is AsyncGenerator<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "next" in value &&
    "return" in value &&
    "throw" in value
  );
}
