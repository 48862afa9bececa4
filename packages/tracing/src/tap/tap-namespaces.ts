import type { CallObserver, CallTrace, TracedMethod } from "../exchange/call.ts";
import { ownValue } from "../exchange/own-value.ts";
import type { Route, RouteKind } from "../wire/routes.ts";
import { markOf, marked, markedNow, type CallMark } from "./call-mark.ts";
import { captureCaller } from "./capture-caller.ts";
import { claimingRequest } from "./claimed-request.ts";
import { enterCall, observePromise } from "./observe-promise.ts";
import { aboutClient } from "./about-client.ts";
import { replaceProperty, resemble, type Undo } from "./undo.ts";

type Method = (...args: unknown[]) => unknown;

/** Finds out who traces a client at the moment of a call. */
export type FindObserver = () => CallObserver | undefined;

interface Wrapping {
  readonly client: object;
  readonly findObserver: FindObserver;
}

type Wrap = (original: Method, wrapping: Wrapping) => Method;

/**
 * The namespace methods that start or observe an execution, by their path from the client. Those
 * that start one have their options in this place.
 */
const METHODS: Readonly<Record<RouteKind, Wrap>> = {
  "predictions.create": creating("predictions.create", 0),
  "deployments.predictions.create": creating("deployments.predictions.create", 2),
  "trainings.create": creating("trainings.create", 3),
  "predictions.get": looking("predictions.get"),
  "predictions.cancel": looking("predictions.cancel"),
  "trainings.get": looking("trainings.get"),
  "trainings.cancel": looking("trainings.cancel"),
};

/**
 * Wraps the methods of a client's namespaces in place. They are own, constructor-bound functions
 * of each client, so that a prototype cannot reach them. Those of a frozen namespace are seen by
 * `request` alone.
 *
 * @param only - Wraps the methods of one namespace only.
 */
export function tapNamespaces(
  client: object,
  { findObserver, undo, only }: { findObserver: FindObserver; undo: Undo; only?: string },
): void {
  for (const [path, wrap] of Object.entries(METHODS)) {
    const names = path.split(".");
    if (only !== undefined && names[0] !== only) continue;
    const name = names.pop() ?? "";
    const namespace = names.reduce<unknown>(ownValue, client);
    if (typeof namespace !== "object" || namespace === null) continue;
    const original = ownValue(namespace, name);
    // An app may put a new proxy before the same client for each of its requests.
    if (typeof original !== "function" || findObserverOf.get(original)?.()) continue;
    const wrapped = resemble(wrap(original as Method, { client, findObserver }), original);
    findObserverOf.set(wrapped, findObserver);
    replaceProperty(namespace, name, { value: wrapped, undo });
  }
}

/** The methods that are ours, and who traces them. */
const findObserverOf = new WeakMap<object, FindObserver>();

/** Wraps a method that creates, whose options are its argument number `at`. */
function creating(method: TracedMethod, at: number): Wrap {
  return (original, { client, findObserver }) =>
    function create(this: unknown, ...args: unknown[]): unknown {
      const outer = markOf(args[at]);
      if (outer !== undefined) return answering(() => original.apply(this, args), outer);
      const observer = findObserver();
      if (!observer?.listening()) return original.apply(this, args);
      const trace = observer.begin({
        method,
        args,
        caller: captureCaller(),
        ...aboutClient(client),
        at: Date.now(),
      });
      if (trace === undefined) return original.apply(this, args);
      const mark: CallMark = { trace, reported: true };
      const markedArgs = [...args];
      if (at in args) {
        markedArgs[at] = isClientsOwn(original)
          ? markedNow(args[at], mark)
          : marked(args[at], mark);
      }
      const result = enterCall(trace, () => original.apply(this, markedArgs));
      return observePromise(result, trace, (answer) => trace.answered(answer));
    };
}

/** Whether a method is the one that the client's constructor bound, and not one of the app. */
function isClientsOwn({ name }: Method): boolean {
  return name.startsWith("bound ");
}

/** The create of a `run` or `stream`: the answer belongs to that call, and so does the end. */
function answering(work: () => unknown, mark: CallMark): unknown {
  mark.reported = true;
  const ends: Pick<CallTrace, "returned" | "threw"> = { returned: () => {}, threw: () => {} };
  return observePromise(work(), ends, (answer) => mark.trace.answered(answer));
}

/** Wraps a method that looks at an execution by its id. */
function looking(kind: RouteKind): Wrap {
  return (original, { client, findObserver }) =>
    function look(this: unknown, ...args: unknown[]): unknown {
      const observer = findObserver();
      if (!observer?.listening()) return original.apply(this, args);
      const route: Route = { kind, id: typeof args[0] === "string" ? args[0] : "" };
      const trace = observer.exchange({
        route,
        data: undefined,
        caller: captureCaller(),
        ...aboutClient(client),
        at: Date.now(),
      });
      if (trace === undefined) return original.apply(this, args);
      const result = claimingRequest(() => enterCall(trace, () => original.apply(this, args)));
      return observePromise(result, trace, (answer) => trace.answered(answer));
    };
}
