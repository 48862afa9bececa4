import type { Sink } from "braintrust-replicate";
import { createHttpTracing, type HttpTracing, type SeenExchange } from "braintrust-replicate/http";
import { isIdentity } from "../forward/decoder.ts";
import type { RequestBody } from "../forward/request-body.ts";
import type { RequestHead } from "../http/request-head.ts";
import type { Route } from "../http/route.ts";
import type { GatewayLog } from "../operate/create-log.ts";
import type { SealedStream } from "../seal/stream-seal.ts";
import { isTracedByClient } from "./baggage.ts";
import type { RequestParents } from "./request-parents.ts";

/** A request as it is about to be sent to Replicate. */
export interface PassingRequest {
  readonly method: string;
  readonly route: Route;
  readonly path: string;
  readonly head: RequestHead;
  readonly body: RequestBody;
  /** The stream that is read, when it is one. */
  readonly stream: SealedStream | undefined;
}

/** What the gateway traces with. */
export interface GatewayTracingParts {
  readonly sinks: readonly Sink[];
  readonly parents: RequestParents;
  readonly captureBytes: number;
  /** Other replicas see the same executions. */
  readonly shared: boolean;
  readonly log: GatewayLog;
}

/** Tells the library of the exchanges that concern executions. */
export class GatewayTracing {
  readonly #tracing: HttpTracing;
  readonly #parents: RequestParents;

  constructor({ sinks, parents, captureBytes, shared, log }: GatewayTracingParts) {
    this.#parents = parents;
    this.#tracing = createHttpTracing({
      sinks,
      bodyBytes: captureBytes,
      joinByPredictionId: shared,
      // The library's messages are scrubbed; they name what failed and nothing of the traffic.
      onError: ({ message }) => log.warn({ problem: message }, "tracing failed"),
    });
  }

  /** How many executions have not ended yet. */
  get openExecutions(): number {
    return this.#tracing.openExecutions;
  }

  /** Whether the body of a request is worth holding. */
  concerns(route: Route, head: RequestHead): boolean {
    if (route.name !== "create" && route.name !== "execution" && route.name !== "stream") {
      return false;
    }
    return head.baggage === undefined || !isTracedByClient(head.baggage);
  }

  /** Undefined when the request concerns no execution, or is traced by whoever sent it. */
  begin(request: PassingRequest): SeenExchange | undefined {
    const { method, route, path, head, body, stream } = request;
    if (!this.concerns(route, head)) return undefined;
    return this.#tracing.begin({
      method,
      url: stream?.url ?? path,
      get body() {
        return parsed(body, head);
      },
      token: tokenOf(head.authorization),
      parent: this.#parents.of(head),
      predictionId: stream?.predictionId || undefined,
      held: head.prefer !== undefined && /(?:^|,)\s*wait\b/i.test(head.prefer),
      lastEventId: head.lastEventId,
    });
  }
}

function parsed(body: RequestBody, head: RequestHead): unknown {
  if (!Buffer.isBuffer(body) || !isIdentity(head.contentEncoding)) return undefined;
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function tokenOf(authorization: string | undefined): string | undefined {
  return authorization?.replace(/^\s*\S+\s+/, "").trim() || undefined;
}
