import type { Caller, CallObserver, ClientCall, TracedMethod } from "../exchange/call.ts";
import { markedNow, viewed, type CallMark } from "./call-mark.ts";
import { observeGenerator } from "./observe-generator.ts";
import { enterCall, observePromise } from "./observe-promise.ts";
import { aboutClient } from "./about-client.ts";

/** A method of the client's prototype. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** One call of such a method, of a client that is traced. */
export interface WatchedCall {
  readonly client: object;
  readonly args: unknown[];
  readonly observer: CallObserver;
  readonly caller: Caller;
}

/** `run`: one call, one span; its requests are told apart by the mark on its options. */
export function watchRun(original: Method, watched: WatchedCall): unknown {
  const { client, args, observer } = watched;
  const trace = observer.begin(clientCall("run", watched));
  if (trace === undefined) return original.apply(client, args);
  const [reference, options, ...rest] = args;
  const mark: CallMark = { trace, reported: false };
  const seen = markedNow(options, mark);
  const result = enterCall(trace, () => original.apply(client, [reference, seen, ...rest]));
  return observePromise(result, trace);
}

/** `stream`: the span begins with the first `next()`, below the caller of `stream`. */
export function watchStream(original: Method, watched: WatchedCall): unknown {
  const { client, args, observer } = watched;
  const [reference, options, ...rest] = args;
  const begin = observer.prepare(clientCall("stream", watched));
  let mark: CallMark | undefined;
  // The client reads its options at the first `next()`, and by then there is a mark.
  const seen = viewed(options, () => mark);
  const generator = original.apply(client, [reference, seen, ...rest]);
  if (!isGenerator(generator)) return generator;
  observeGenerator(generator, () => {
    const trace = begin();
    mark = trace && { trace, reported: false };
    return trace;
  });
  return generator;
}

/** `wait`: news of an execution that was started elsewhere. */
export function watchWait(original: Method, watched: WatchedCall): unknown {
  const { client, args, observer } = watched;
  const trace = observer.begin(clientCall("wait", watched));
  if (trace === undefined) return original.apply(client, args);
  const result = enterCall(trace, () => original.apply(client, args));
  return observePromise(result, trace, (answer) => trace.answered(answer));
}

function clientCall(method: TracedMethod, { client, args, caller }: WatchedCall): ClientCall {
  return { method, args, caller, ...aboutClient(client), at: Date.now() };
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
