import type { HttpTracing, SeenExchange, SeenRequest } from "../exchange/http-exchange.ts";
import { isOwnAbort } from "../exchange/read-outcome.ts";
import type { ErrorListener } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";
import { BodyWatch } from "./body-watch.ts";
import { captureCaller } from "./capture-caller.ts";
import { claimingFetch } from "./claimed-request.ts";
import { expectClaims, isReported } from "./pending-claims.ts";
import { readFetch, type FetchArguments } from "./read-fetch.ts";
import { watchResponse } from "./watch-response.ts";

/** A function like the global `fetch`. */
export type Fetch = typeof globalThis.fetch;

/** Who traces what of a `fetch`. */
export interface FetchTap {
  readonly tracing: HttpTracing;
  /** Whether anything would be recorded now. */
  readonly listening: () => boolean;
  /** Whether Replicate has named this URL as one of a prediction's. */
  readonly knows: (url: string) => boolean;
  /** What the URLs of the API start with, without a slash at the end. */
  readonly bases: readonly string[];
  /** Bytes that are read of a request's body. */
  readonly bodyLimit: number;
  readonly onError: ErrorListener;
}

/** The app may be behind libraries that call each other before they call `fetch`. */
const FRAMES = 20;

/**
 * A `fetch` that is the given one in everything, and tells of traffic with Replicate. The result
 * is the same `Response`; its body is seen as the caller reads it.
 */
export function tapFetch<F extends Fetch>(fetch: F, tap: FetchTap): F {
  expectClaims();
  return new Proxy(fetch, {
    apply(original, self: unknown, args: unknown[]): unknown {
      const send = (): unknown => Reflect.apply(original, self, args) as unknown;
      const request = tap.listening() ? relevant(args, tap) : undefined;
      if (request === undefined || isReported(() => request.body)) return send();
      // Who looks at what is known already says nothing new about where it was made.
      const caller = tap.knows(request.url.href) ? undefined : captureCaller(FRAMES);
      const seen = begin(request, caller, tap);
      // A traced `fetch` behind this one has nothing to add.
      return seen
        ? observe(() => claimingFetch(send, request.body), { seen, request, tap })
        : send();
    },
  });
}

interface ApiRequest extends FetchArguments {
  /** The whole URL where it is known by itself, else what follows the base. */
  readonly path: string;
}

/** Reads the arguments, if they are a request to Replicate. */
function relevant(args: readonly unknown[], { bases, knows }: FetchTap): ApiRequest | undefined {
  const request = readFetch(args);
  // Of a request that was aborted before it began nothing is sent.
  if (request === undefined || isAborted(request.signal)) return undefined;
  const { href } = request.url;
  if (knows(href)) return { ...request, path: href };
  const base = bases.find(
    (start) => href.startsWith(start) && /^[/?#]/.test(href.slice(start.length)),
  );
  return base === undefined ? undefined : { ...request, path: href.slice(base.length) };
}

function isAborted(signal: unknown): boolean {
  return signal instanceof AbortSignal && signal.aborted;
}

function begin(
  request: ApiRequest,
  caller: SeenRequest["caller"],
  tap: FetchTap,
): SeenExchange | undefined {
  return runSafely(
    tap.onError,
    () =>
      tap.tracing.begin({
        method: request.method,
        url: request.path,
        origin: request.url.origin,
        get body() {
          return parse(request.body, tap.bodyLimit);
        },
        token: request.header("authorization")?.replace(/^\w+ +/, ""),
        ...(caller && { caller }),
        held: /^\s*wait\b/i.test(request.header("prefer") ?? ""),
        lastEventId: request.header("last-event-id"),
      }),
    undefined,
  );
}

function parse(body: string | Uint8Array | undefined, limit: number): unknown {
  if (body === undefined || body.length > limit) return undefined;
  try {
    return JSON.parse(typeof body === "string" ? body : new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

interface Observation {
  readonly seen: SeenExchange;
  readonly request: ApiRequest;
  readonly tap: FetchTap;
}

/** Hands on what `fetch` answers: the same response, or the same error. */
function observe(send: () => unknown, observation: Observation): unknown {
  const { seen, request } = observation;
  const failed = (error: unknown): void =>
    seen.failed(error, { ownAbort: isOwnAbort(error, request.signal) });
  let result: unknown;
  try {
    result = send();
  } catch (error) {
    failed(error);
    throw error;
  }
  if (!(result instanceof Promise)) return result;
  return result.then(
    (response: unknown) => {
      answered(response, observation);
      return response;
    },
    (error: unknown) => {
      failed(error);
      throw error;
    },
  );
}

function answered(response: unknown, { seen, request, tap }: Observation): void {
  const { onError } = tap;
  runSafely(
    onError,
    () => {
      if (!isResponse(response)) return;
      const { status, headers } = response;
      const contentType = headers.get("content-type") ?? undefined;
      const observer = seen.responded({ status, contentType });
      if (observer === undefined) return;
      const isOwn = (error: unknown): boolean => isOwnAbort(error, request.signal);
      watchResponse(response, new BodyWatch(observer, isOwn));
    },
    undefined,
  );
}

/** By its shape: the responses of other implementations are not those of the platform. */
function isResponse(value: unknown): value is Response {
  if (typeof value !== "object" || value === null) return false;
  const { status, headers, json } = value as Partial<Response>;
  return typeof status === "number" && typeof headers?.get === "function" && json !== undefined;
}
