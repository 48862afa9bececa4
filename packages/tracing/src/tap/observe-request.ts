import type { CallTrace } from "../exchange/call.ts";
import { ownValue } from "../exchange/own-value.ts";
import { readRoute } from "../wire/routes.ts";
import { markOf, type CallMark } from "./call-mark.ts";
import { isClaimed } from "./claimed-request.ts";
import { observePromise } from "./observe-promise.ts";
import { aboutClient } from "./about-client.ts";
import type { Method, WatchedCall } from "./watch-call.ts";

/**
 * Lets the requests of watched methods through: of a marked call, which are counted, and of a
 * method that reports its own result. They are most of all, and need no look at who listens.
 *
 * @returns `undefined` for any other request.
 */
export function passWatched(
  original: Method,
  { client, args }: Pick<WatchedCall, "client" | "args">,
): { readonly result: unknown } | undefined {
  if (isClaimed()) return { result: original.apply(client, args) };
  const mark = markOf(ownValue(args[1], "data"));
  return mark && { result: observeMarked(original, { client, args, mark }) };
}

/** Watches any other request of a client. The ones that start or observe an execution are read. */
export function observeRequest(
  original: Method,
  { client, args, observer, caller }: WatchedCall,
): unknown {
  const [url, options] = args;
  const data = ownValue(options, "data");
  const method = ownValue(options, "method") ?? "GET";
  const route = readRoute(typeof method === "string" ? method : "", urlText(url));
  if (route === undefined) return original.apply(client, args);
  const seen = { route, data, caller, ...aboutClient(client), at: Date.now() };
  const exchange = observer.exchange(seen);
  if (!exchange) return original.apply(client, args);
  const starts = route.kind.endsWith("create");
  const self = starts ? countingAttempts(client, exchange) : client;
  // The request ends before its body is read: of the ends only a failure counts here.
  const ends = { returned: () => {}, threw: (error: unknown) => exchange.threw(error) };
  return observePromise(original.apply(self, args), ends, (response) =>
    observeJson(response, exchange),
  );
}

function urlText(url: unknown): string {
  if (typeof url === "string") return url;
  return url instanceof URL ? url.href : "";
}

/** The request of a traced call, which is itself told of the end. */
function observeMarked(
  original: Method,
  { client, args, mark }: { client: object; args: unknown[]; mark: CallMark },
): unknown {
  const result = original.apply(countingAttempts(client, mark.trace), args);
  if (mark.reported) return result;
  const ends = { returned: () => {}, threw: () => {} };
  return observePromise(result, ends, (response) => observeJson(response, mark.trace));
}

/**
 * The client as its own `request` sees it, with a `fetch` that counts. A proxy and not a derived
 * object: getters with private fields of a subclass would refuse the latter. It stands before an
 * object of its own, because the properties of a frozen client may not be shown otherwise.
 */
function countingAttempts(client: object, trace: CallTrace): object {
  return new Proxy(Object.create(client) as object, {
    get(_, key) {
      const value: unknown = Reflect.get(client, key);
      if (key !== "fetch" || typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        const headers = trace.attempted();
        if (headers) args[1] = withHeaders(args[1], headers);
        return (value as (...args: unknown[]) => unknown)(...args);
      };
    },
    set: (_, key, value) => Reflect.set(client, key, value),
  });
}

/** A request with more headers, in the form in which it has them. */
function withHeaders(init: unknown, more: Readonly<Record<string, string>>): unknown {
  const given = ownValue(init, "headers");
  if (!(given instanceof Headers)) {
    return { ...(init as object), headers: { ...(given as object), ...more } };
  }
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return { ...(init as object), headers };
}

/** Reads what the client's method reads, when it reads it: no clone, no second parse. */
function observeJson(response: unknown, trace: CallTrace): void {
  if (typeof Response === "undefined" || !(response instanceof Response)) return;
  try {
    const original = response.json.bind(response);
    const json = (): Promise<unknown> =>
      observePromise(original(), trace, (body) => trace.answered(body));
    Object.defineProperty(response, "json", { value: json, configurable: true, writable: true });
  } catch {
    // The app's `fetch` answered something that cannot be changed: its body stays unread.
  }
}
