import { apiOrigin } from "./wire/api-origin.ts";
import { readRoute, type Route } from "./wire/routes.ts";
import type { CallTrace, Caller } from "./exchange/call.ts";
import type { HttpTracing, SeenExchange, SeenRequest } from "./exchange/http-exchange.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { SeenCreation } from "./http/seen-creation.ts";
import { SeenLook } from "./http/seen-look.ts";
import { SeenStream } from "./http/seen-stream.ts";
import { KnownUrls, type KnownUrl } from "./known-urls.ts";
import type { LiveEntry, LiveExecutions } from "./live-executions.ts";
import type { TracingOptions } from "./options.ts";
import type { Tracer } from "./tracer.ts";

/** What plain HTTP is traced with. */
export interface HttpTracerParts {
  readonly tracer: Tracer;
  readonly store: LiveExecutions;
  readonly options: TracingOptions;
  /** Characters that are read of a body. */
  readonly bodyLimit: number;
}

/** Nobody of the app: a proxy has no caller. */
const NOBODY: Caller = { source: {}, ownFrames: 0 };

/** Turns HTTP exchanges into facts about executions, whoever sees them pass. */
export class HttpTracer implements HttpTracing {
  readonly #parts: HttpTracerParts;
  readonly #urls: KnownUrls;

  constructor(parts: HttpTracerParts) {
    this.#parts = parts;
    const { store } = parts;
    this.#urls = store.urls instanceof KnownUrls ? store.urls : new KnownUrls();
    store.urls = this.#urls;
  }

  get openExecutions(): number {
    return this.#parts.store.size;
  }

  /** Whether anything would be recorded now. */
  listening(): boolean {
    return this.#parts.tracer.listening();
  }

  /** Whether Replicate has named this URL as one of a prediction's. */
  knows(url: string): boolean {
    return this.#urls.find(url) !== undefined;
  }

  begin(request: SeenRequest): SeenExchange | undefined {
    return runSafely(this.#parts.options.onError, () => this.#begin(request));
  }

  #begin(request: SeenRequest): SeenExchange | undefined {
    const { tracer, options, bodyLimit } = this.#parts;
    if (!tracer.listening(request.parent)) return undefined;
    const known = this.#urls.find(request.url);
    const stream = streamOf(request, known);
    if (stream !== undefined) return this.#stream(request, stream);
    const route = known ? routeTo(request.method, known) : readRoute(request.method, request.url);
    if (route === undefined) return undefined;
    const trace = this.#exchange(request, route);
    if (trace === undefined) return undefined;
    const held = request.held === true;
    const context = { trace, bodyLimit, held, onError: options.onError };
    return route.kind.endsWith("create") ? new SeenCreation(context) : new SeenLook(context);
  }

  #stream(request: SeenRequest, id: string): SeenExchange | undefined {
    const { store, options } = this.#parts;
    const find = (): LiveEntry | undefined => {
      const found = store.find(id);
      return found === "over" ? undefined : found;
    };
    const known = store.find(id);
    if (known === "over") return undefined;
    // Of another process's prediction there is something to tell as soon as something comes.
    const sighting = known ? undefined : this.#exchange(request, { kind: "predictions.get", id });
    if (!known && !sighting) return undefined;
    return new SeenStream({
      entry: known ? () => known : find,
      adopt: () => sighting?.answered({ id }),
      resumes: (request.lastEventId ?? "") !== "",
      limit: options.limits.contentBytes,
      onError: options.onError,
    });
  }

  #exchange(request: SeenRequest, route: Route): CallTrace | undefined {
    const data = route.kind.endsWith("create") ? request.body : undefined;
    const { caller = NOBODY, token, parent } = request;
    const origin = request.origin ?? apiOrigin(request.url);
    return this.#parts.tracer.exchange(route, data, {
      caller,
      token,
      origin,
      parent,
    });
  }
}

/** The prediction whose stream is asked for. */
function streamOf(
  { method, url, predictionId }: SeenRequest,
  known: KnownUrl | undefined,
): string | undefined {
  if (method !== "GET") return undefined;
  if (known?.kind === "stream") return known.id;
  return known || readRoute(method, url) ? undefined : predictionId;
}

function routeTo(method: string, { kind, id }: KnownUrl): Route | undefined {
  if (kind === "get" && method === "GET") return { kind: "predictions.get", id };
  if (kind === "cancel" && method === "POST") return { kind: "predictions.cancel", id };
  return undefined;
}
