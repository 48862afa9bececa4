import { isObject, textOf } from "../wire/shape.ts";
import type { CallTrace, TracedMethod } from "../exchange/call.ts";
import type { RouteKind } from "../wire/routes.ts";
import { markOf, marked, markedNow, viewed, type CallMark } from "./call-mark.ts";
import { claimingRequest } from "./claimed-request.ts";
import { proceed, type Method, type WatchedCall, type Watcher } from "./gate.ts";
import { observeGenerator } from "./observe-generator.ts";
import { follow, observePromise } from "./observe-promise.ts";

/** `run`: one call, one span; its requests are told apart by the mark on its options. */
export const run: Watcher = {
  watch: beginning("run", (call, trace) => {
    const [reference, options, ...rest] = call.args;
    const seen = markedNow(options, { trace, reported: false });
    // What it returns is an output and no prediction.
    return follow(trace, () => proceed(call, [reference, seen, ...rest]), {
      returned: () => trace.returned(),
      threw: (error) => trace.threw(error),
    });
  }),
};

/** `stream`: the span begins with the first `next()`, below the caller of `stream`. */
export const stream: Watcher = {
  watch(call) {
    const [reference, options, ...rest] = call.args;
    const begin = call.observer.prepare("stream", call.args, call.seen);
    let mark: CallMark | undefined;
    // The client reads its options at the first `next()`, and by then there is a mark.
    const seen = viewed(options, () => mark);
    const generator = proceed(call, [reference, seen, ...rest]);
    if (!isGenerator(generator)) return generator;
    observeGenerator(generator, () => {
      const trace = begin();
      mark = trace && { trace, reported: false };
      return trace;
    });
    return generator;
  },
};

/** `wait`: news of an execution that was started elsewhere. */
export const wait: Watcher = {
  watch: beginning("wait", (call, trace) => follow(trace, () => proceed(call))),
};

/** A method that creates, whose options are its argument number `at`. */
export function creating(method: TracedMethod, at: number): Watcher {
  return {
    // The create of a `run` or `stream`: the answer belongs to that call, and so does the end.
    pass(call) {
      const mark = markOf(call.args[at]);
      if (mark === undefined) return undefined;
      mark.reported = true;
      const answered = (answer: unknown): void => mark.trace.answered(answer);
      return { result: observePromise(proceed(call), { answered }) };
    },
    watch: beginning(method, (call, trace) => {
      const args = [...call.args];
      if (at in args) {
        const mark = isClientsOwn(call.original) ? markedNow : marked;
        args[at] = mark(args[at], { trace, reported: true });
      }
      return follow(trace, () => proceed(call, args));
    }),
  };
}

/** Whether a method is the one that the client's constructor bound, and not one of the app. */
function isClientsOwn({ name }: Method): boolean {
  return name.startsWith("bound ");
}

/** A method that looks at an execution by its id. */
export function looking(kind: RouteKind): Watcher {
  return {
    watch(call) {
      const route = { kind, id: textOf(call.args[0]) ?? "" };
      const trace = call.observer.exchange(route, undefined, call.seen);
      if (trace === undefined) return proceed(call);
      return claimingRequest(() => follow(trace, () => proceed(call)));
    },
  };
}

/** A call that begins at once, unless nobody traces it. */
function beginning(
  method: TracedMethod,
  traced: (call: WatchedCall, trace: CallTrace) => unknown,
): Watcher["watch"] {
  return (call) => {
    const trace = call.observer.prepare(method, call.args, call.seen)();
    return trace ? traced(call, trace) : proceed(call);
  };
}

function isGenerator(value: unknown): value is AsyncGenerator<unknown> {
  return isObject(value) && "next" in value && "return" in value && "throw" in value;
}
