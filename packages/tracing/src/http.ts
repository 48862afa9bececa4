import { createHttpTracer, type HttpTracingOptions } from "./create-http-tracer.ts";
import type { HttpTracing } from "./exchange/http-exchange.ts";

export type { HttpTracingOptions } from "./create-http-tracer.ts";
export type { ErrorListener } from "./diagnostics/diagnostics.ts";
export type { RowPart } from "./sink/braintrust-row.ts";
export { rowSink, type IdentifiedPart, type RowIdentity, type RowWriter } from "./sink/row-sink.ts";
export type { Caller } from "./exchange/call.ts";
export type {
  BodyObserver,
  HttpTracing,
  SeenExchange,
  SeenHead,
  SeenRequest,
} from "./exchange/http-exchange.ts";

/**
 * Traces HTTP traffic with Replicate for whoever sees it pass: a proxy, a client of another kind, a
 * test. It is told of each request and its answer, and makes of them what {@link wrapReplicate}
 * makes of calls: one span for each execution, joined over create, polls, stream and cancel by the
 * prediction's id and by the URLs that Replicate named.
 *
 * It holds back, changes and sends nothing; what it is told it copies, within limits, and none of
 * its methods throws.
 *
 * @throws {TypeError} when an option is wrong.
 *
 * @example
 * ```ts
 * const tracing = createHttpTracing();
 * const seen = tracing.begin({ method: "POST", url: "/v1/predictions", body, token });
 * const response = await forward(request);
 * const contentType = response.headers.get("content-type") ?? undefined;
 * const observer = seen?.responded({ status: response.status, contentType });
 * for await (const chunk of response.body) observer?.push(chunk);
 * observer?.end();
 * ```
 */
export function createHttpTracing(options: HttpTracingOptions = {}): HttpTracing {
  return createHttpTracer(options);
}
