import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { collectBody, HeldBytes, passedOn, type RequestBody } from "../forward/request-body.ts";
import { CLIENT_LEFT, Passage } from "../forward/passage.ts";
import type { Upstream } from "../forward/upstream.ts";
import { codeOf } from "../forward/upstream-problem.ts";
import type { GatewayLog } from "../operate/create-log.ts";
import type { GatewayMetrics } from "../operate/metrics.ts";
import type { GatewayUrls } from "../rewrite/gateway-urls.ts";
import type { StreamSeal, SealedStream } from "../seal/stream-seal.ts";
import type { GatewayTracing } from "../trace/gateway-tracing.ts";
import type { Admission } from "./admission.ts";
import type { OwnRoutes } from "./own-routes.ts";
import { answerProblem, problem, type Problem } from "./problem.ts";
import { isProblem, readRequestHead, type RequestHead } from "./request-head.ts";
import type { RequestTarget } from "./request-target.ts";
import { routeOf, STREAM, type Route } from "./route.ts";

/** What handling a request takes. */
export interface HandlerParts {
  readonly admission: Admission;
  readonly ownRoutes: OwnRoutes;
  readonly upstream: Upstream;
  readonly urls: GatewayUrls;
  readonly seal: StreamSeal;
  readonly tracing: GatewayTracing | undefined;
  readonly metrics: GatewayMetrics;
  readonly log: GatewayLog;
  readonly captureBytes: number;
  readonly closing: () => boolean;
}

/** A request that may pass. */
interface Admitted {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly head: RequestHead;
  readonly target: RequestTarget;
  readonly route: Route;
  readonly stream: SealedStream | undefined;
}

/** Of all requests together, while they arrive. */
const HELD_BYTES = 128 * 1024 * 1024;

/** Takes requests in, refuses some, answers a few itself, and passes on all others. */
export class RequestHandler {
  readonly #parts: HandlerParts;
  readonly #held = new HeldBytes(HELD_BYTES);

  constructor(parts: HandlerParts) {
    this.#parts = parts;
  }

  /** Handles one request. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const { metrics, log, closing } = this.#parts;
    metrics.requestStarted();
    try {
      const admitted = this.#admit(request, response);
      if (admitted === undefined) return;
      if (isProblem(admitted)) this.#refuse(response, admitted);
      else this.#pass(admitted);
    } catch (error) {
      // Not the message: nobody knows what is in it.
      log.error({ code: codeOf(error), closing: closing() }, "a request could not be handled");
      this.#refuse(response, problem(500, "Internal Server Error", "this is a bug of the gateway"));
    }
  }

  #admit(request: IncomingMessage, response: ServerResponse): Admitted | Problem | undefined {
    const { admission, ownRoutes, seal, metrics } = this.#parts;
    const method = request.method ?? "";
    const head = readRequestHead(request.rawHeaders);
    if (isProblem(head)) return head;
    const target = admission.admit(request, head);
    if (isProblem(target)) return target;
    if (ownRoutes.serves(target.pathname)) {
      const counted = { route: "own", upstreamMs: undefined } as const;
      response.once("close", () => {
        metrics.requestFinished({ ...counted, status: response.statusCode });
      });
      return ownRoutes.answer(response, method, target);
    }
    const refused = admission.refuseForwarding(target);
    if (refused !== undefined) return refused;
    const segment = sealedSegment(target.pathname);
    if (segment === undefined) {
      const route = routeOf(method, target.pathname);
      return { request, response, method, head, target, route, stream: undefined };
    }
    const stream = seal.open(segment);
    if (stream === undefined || (method !== "GET" && method !== "HEAD")) {
      return problem(
        404,
        "Not Found",
        "no stream of this gateway, or of one with another --secret",
      );
    }
    return { request, response, method, head, target, route: STREAM, stream };
  }

  #refuse(response: ServerResponse, refused: Problem): void {
    this.#parts.metrics.requestFinished({
      route: "refused",
      status: refused.status,
      upstreamMs: undefined,
    });
    if (response.headersSent) response.destroy();
    else answerProblem(response, refused);
  }

  #pass(admitted: Admitted): void {
    const { request, head, route } = admitted;
    const { tracing, captureBytes, metrics } = this.#parts;
    if (head.contentLength === 0) return this.#send(admitted, null);
    const holds = route.name === "create" && tracing?.concerns(route, head) === true;
    const share = Math.min(head.contentLength ?? captureBytes, captureBytes);
    const fits = head.contentLength === undefined || head.contentLength <= captureBytes;
    if (!holds || !fits || !this.#held.take(share)) return this.#send(admitted, passedOn(request));
    let sent = false;
    request.once("close", () => {
      this.#held.free(share);
      // What has been sent is counted when its passage is over.
      if (sent) return;
      metrics.requestFinished({ route: route.name, status: CLIENT_LEFT, upstreamMs: undefined });
    });
    collectBody(request, captureBytes, (body) => {
      sent = true;
      this.#send(admitted, body);
    });
  }

  #send(admitted: Admitted, body: RequestBody): void {
    const { method, route, response, head, target, stream } = admitted;
    const { upstream, metrics, log, tracing, closing } = this.#parts;
    const startedAt = performance.now();
    const { replaceUrl, replaceLocation } = this.#replacements(head, target);
    const passage = new Passage({
      method,
      route,
      response,
      replaceUrl,
      replaceLocation,
      closing,
      onEnd: ({ status, upstreamMs, error }) => {
        metrics.requestFinished({ route: route.name, status, upstreamMs });
        const ms = Math.round(performance.now() - startedAt);
        if (error !== undefined) {
          log.warn({ route: route.name, status, ms, code: codeOf(error) }, "no whole answer");
        } else log.debug({ method, route: route.name, status, ms }, "request");
      },
    });
    const outgoing = { method, path: target.path, headers: withLength(head, body), body };
    try {
      if (stream === undefined) upstream.send(outgoing, passage);
      else upstream.sendToStream(new URL(stream.url), outgoing, passage);
    } catch (error) {
      passage.fail(error);
    }
    // What is read of the request is read while Replicate works on it.
    passage.tell(tracing?.begin({ method, route, path: target.path, head, body, stream }));
  }

  #replacements(
    { host }: RequestHead,
    target: RequestTarget,
  ): Pick<ConstructorParameters<typeof Passage>[0], "replaceUrl" | "replaceLocation"> {
    const { admission, urls } = this.#parts;
    let base: string | undefined;
    const known = (): string => (base ??= admission.baseOf(host, target));
    return {
      replaceUrl: (name, url, id) => urls.replace(known(), { name, url, id }),
      replaceLocation: (location) => urls.location(known(), location),
    };
  }
}

/** The last segment of a path, when it says that it is a sealed stream. */
function sealedSegment(pathname: string): string | undefined {
  const match = /^\/v1\/(?:streams|files)\/(sealed-[A-Za-z0-9_-]+)$/.exec(pathname);
  return match?.[1];
}

/** A body that was collected has a length, although it came in chunks. */
function withLength(head: RequestHead, body: Buffer | Readable | null): readonly string[] {
  if (head.contentLength !== undefined || !Buffer.isBuffer(body)) return head.forwarded;
  return [...head.forwarded, "content-length", String(body.length)];
}
