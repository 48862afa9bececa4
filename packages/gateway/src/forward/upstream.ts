import type { Readable } from "node:stream";
import { Agent, Pool, type Dispatcher } from "undici";

/** A request as it goes out. */
export interface OutgoingRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Buffer | Readable | null;
}

/** How long to wait. */
export interface UpstreamLimits {
  /** Seconds until the head of an answer. */
  readonly headSeconds: number;
}

const CONNECT_SECONDS = 10;
/** Between two pieces of a body. A stream may be silent for as long as its model boots. */
const BODY_SECONDS = 120;
const MAX_HEADER_BYTES = 64 * 1024;

/** The connections to Replicate: one pool for its API, one for the hosts of streams. */
export class Upstream {
  readonly #origin: string;
  readonly #basePath: string;
  readonly #api: Pool;
  readonly #streams: Agent;

  constructor(url: URL, { headSeconds }: UpstreamLimits) {
    this.#origin = url.origin;
    this.#basePath = url.pathname.replace(/\/$/, "");
    const options = {
      pipelining: 1,
      headersTimeout: headSeconds * 1000,
      connect: { timeout: CONNECT_SECONDS * 1000 },
      maxHeaderSize: MAX_HEADER_BYTES,
      allowH2: false,
    };
    this.#api = new Pool(this.#origin, { ...options, bodyTimeout: BODY_SECONDS * 1000 });
    this.#streams = new Agent({ ...options, bodyTimeout: 0 });
  }

  /** Sends a request to the API. */
  send(request: OutgoingRequest, handler: Dispatcher.DispatchHandler): void {
    const path = this.#basePath + request.path;
    this.#api.dispatch(asOptions(request, path, this.#origin), handler);
  }

  /** Sends a request to a stream's own host. */
  sendToStream(url: URL, request: OutgoingRequest, handler: Dispatcher.DispatchHandler): void {
    const path = url.pathname + url.search;
    this.#streams.dispatch(asOptions(request, path, url.origin), handler);
  }

  /** Ends idle connections, and all others after what is under way on them. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#api.destroy(), this.#streams.destroy()]);
  }
}

function asOptions(
  { method, headers, body }: OutgoingRequest,
  path: string,
  origin: string,
): Dispatcher.DispatchOptions {
  return {
    // The client's types know the common methods; any token goes through.
    method: method as Dispatcher.HttpMethod,
    headers: headers as string[],
    body,
    path,
    origin,
  };
}
