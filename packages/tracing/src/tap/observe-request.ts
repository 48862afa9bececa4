import { isObject, textOf } from "../wire/shape.ts";
import type { CallTrace } from "../exchange/call.ts";
import { ownValue } from "../exchange/own-value.ts";
import { readRoute } from "../wire/routes.ts";
import { markOf } from "./call-mark.ts";
import { claimingFetch, isClaimed } from "./claimed-request.ts";
import { proceed, type Method, type Watcher } from "./gate.ts";
import { observePromise } from "./observe-promise.ts";
import { observerOf, tapRegistry, type PrototypePatch } from "./tap-registry.ts";
import { resemble } from "./undo.ts";
import { withHeaders } from "./with-headers.ts";

/** `request`: those that start or observe an execution are read. */
export const request: Watcher = {
  // The requests of watched methods are most of all, and need no look at who listens: those of a
  // method that reports its own result, and those of a marked call, which are counted.
  pass(call) {
    if (isClaimed()) return { result: proceed(call) };
    const mark = markOf(ownValue(call.args[1], "data"));
    if (mark === undefined) return undefined;
    const result = proceed(call, call.args, countingAttempts(call.self as object, mark.trace));
    if (mark.reported) return { result };
    // The call itself is told of the end.
    return {
      result: observePromise(result, { answered: (response) => observeJson(response, mark.trace) }),
    };
  },
  watch(call) {
    const [url, options] = call.args;
    const data = ownValue(options, "data");
    const method = ownValue(options, "method") ?? "GET";
    const route = readRoute(method, urlText(url));
    if (route === undefined) return proceed(call);
    const trace = call.observer.exchange(route, data, call.seen);
    if (trace === undefined) return proceed(call);
    const starts = route.kind.endsWith("create");
    const self = starts ? countingAttempts(call.client, trace) : call.self;
    // The request ends before its body is read: of the ends only a failure counts here.
    return observePromise(proceed(call, call.args, self), {
      answered: (response) => observeJson(response, trace),
      threw: (error) => trace.threw(error),
    });
  },
};

function urlText(url: unknown): string {
  return url instanceof URL ? url.href : (textOf(url) ?? "");
}

/** The client as its own `request` sees it, with a `fetch` that counts. */
function countingAttempts(client: object, trace: CallTrace): object {
  return withFetch(client, (init) => {
    const headers = trace.attempted();
    return headers ? withHeaders(init, headers) : init;
  });
}

/**
 * `request` as the client has it, with the headers that the app asked to be sent with all of a
 * client's requests.
 */
export function marking(original: Method, patch: PrototypePatch): Method {
  function request(this: unknown, ...args: unknown[]): unknown {
    const headers = observerOf(clientOf(this), patch)?.headers();
    const self = headers ? withFetch(this as object, (init) => withHeaders(init, headers)) : this;
    return original.apply(self, args);
  }
  return resemble(request, original);
}

/** The client behind what {@link withFetch} made of it. */
function clientOf(self: unknown): unknown {
  if (!isObject(self) || tapRegistry().members.has(self)) return self;
  return Object.getPrototypeOf(self) as unknown;
}

/**
 * A client with another `fetch`. A proxy and not a derived object: getters with private fields of a
 * subclass would refuse the latter. It stands before an object of its own, because the properties
 * of a frozen client may not be shown otherwise.
 */
function withFetch(client: object, change: (init: unknown) => unknown): object {
  return new Proxy(Object.create(client) as object, {
    get(_, key) {
      const value: unknown = Reflect.get(client, key);
      if (key !== "fetch" || typeof value !== "function") return value;
      return (url: unknown, init: unknown): unknown => {
        const changed = change(init);
        const send = (): unknown => (value as (...args: unknown[]) => unknown)(url, changed);
        return claimingFetch(send, ownValue(changed, "body"));
      };
    },
    set: (_, key, value) => Reflect.set(client, key, value),
  });
}

/** Reads what the client's method reads, when it reads it: no clone, no second parse. */
function observeJson(response: unknown, trace: CallTrace): void {
  if (typeof Response === "undefined" || !(response instanceof Response)) return;
  try {
    const original = response.json.bind(response);
    const json = (): Promise<unknown> => observePromise(original(), trace);
    Object.defineProperty(response, "json", { value: json, configurable: true, writable: true });
  } catch {
    // The app's `fetch` answered something that cannot be changed: its body stays unread.
  }
}
