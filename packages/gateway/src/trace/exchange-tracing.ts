import type { RequestBody } from "../forward/request-body.ts";
import type { RequestHead } from "../http/request-head.ts";
import type { Route } from "../http/route.ts";
import type { SealedStream } from "../seal/stream-seal.ts";
import type { SeenExchange } from "./http-tracing.ts";

/** A request as it is about to be sent to Replicate. */
interface PassingRequest {
  readonly method: string;
  readonly route: Route;
  readonly path: string;
  readonly head: RequestHead;
  readonly body: RequestBody;
  /** The stream that is read, when it is one. */
  readonly stream: SealedStream | undefined;
}

/** What tracing sees of the traffic. */
export interface ExchangeTracing {
  /** Whether a request with these headers would be recorded at all. */
  listening(head: RequestHead): boolean;
  /** Undefined when the request concerns no execution, or is traced by whoever sent it. */
  begin(request: PassingRequest): SeenExchange | undefined;
}
