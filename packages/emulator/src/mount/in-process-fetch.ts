import { STATUS_CODES } from "node:http";
import { ConnectionReset } from "../fault/connection-reset.ts";
import { answerRequest, type Service } from "./answer-request.ts";
import { DELIVERY_HOST, inProcessMount, STREAM_HOST } from "./mount.ts";

type Fetch = typeof globalThis.fetch;

const REPLICATE_API = "https://api.replicate.com/v1";

/** Kept from before anybody could patch it: what is inline never leaves the process. */
const originalFetch: Fetch = globalThis.fetch;

/**
 * A `fetch` that answers for Replicate's hosts without a socket, and fails as the real one does:
 * with the signal's reason, or with a `TypeError` for hosts it does not know and for faults.
 */
export function inProcessFetch(service: Service): Fetch {
  const apiBase = service.state.settings.baseUrl;
  const mount = inProcessMount(apiBase);
  return async (input, init) => {
    const request = new Request(input, init);
    if (/^(?:data|blob):/.test(request.url)) return originalFetch(request);
    const { signal } = request;
    signal.throwIfAborted();
    const path = pathOf(request.url, apiBase);
    if (path === undefined) throw failed(unknownHost(request.url));
    try {
      const arrival = { request, url: request.url, path, mount };
      const response = await unlessAborted(signal, answerRequest(service, arrival));
      return asFetched(response, request);
    } catch (error) {
      throw error instanceof ConnectionReset ? failed(error) : error;
    }
  };
}

/** Path and query as a listening emulator sees them; undefined for hosts that are not emulated. */
function pathOf(url: string, apiBase: string): string | undefined {
  for (const base of [apiBase, REPLICATE_API]) {
    if (url.startsWith(`${base}/`)) return `/v1${url.slice(base.length)}`;
  }
  if (url.startsWith(`${STREAM_HOST}/`)) return url.slice(STREAM_HOST.length);
  if (url.startsWith(`${DELIVERY_HOST}/`)) return `/delivery${url.slice(DELIVERY_HOST.length)}`;
  return undefined;
}

function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function asFetched(response: Response, { url, signal }: Request): Response {
  const body = response.body === null ? null : abortable(response.body, signal);
  const { status, headers } = response;
  const statusText = STATUS_CODES[status] ?? "";
  const fetched = new Response(body, { status, statusText, headers });
  // A constructed response has an empty URL, a fetched one has that of its request.
  Object.defineProperty(fetched, "url", { value: url, configurable: true });
  return fetched;
}

/** The same bytes, cut off by the signal with its reason, and by a reset as undici reports one. */
function abortable(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const abandon = (reason?: unknown): void => void reader.cancel(reason).catch(() => undefined);
  let takeBack = (): void => undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const abort = (): void => {
        controller.error(signal.reason);
        abandon();
      };
      signal.addEventListener("abort", abort, { once: true });
      takeBack = () => signal.removeEventListener("abort", abort);
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (signal.aborted) return;
        if (!done) return controller.enqueue(value);
        takeBack();
        controller.close();
      } catch (error) {
        takeBack();
        controller.error(new TypeError("terminated", { cause: error }));
      }
    },
    cancel(reason) {
      takeBack();
      abandon(reason);
    },
  });
}

function failed(cause: Error): TypeError {
  return new TypeError("fetch failed", { cause });
}

function unknownHost(url: string): Error {
  const { hostname } = new URL(url);
  const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`);
  return Object.assign(error, { code: "ENOTFOUND", syscall: "getaddrinfo", hostname });
}
