import { onTestFinished } from "vitest";
import type { RecordedExchange, Recording } from "./read-recording.ts";

/** A recording that answers a client. */
export interface Replay {
  readonly fetch: typeof globalThis.fetch;
  /** What was recorded and not asked for yet. */
  readonly remaining: readonly RecordedExchange[];
}

/**
 * Answers requests as they were recorded: each exchange once, in order, by its method and path. A
 * request that was not recorded fails the test, whatever the client makes of it.
 */
export function replay({ exchanges }: Recording): Replay {
  const remaining = [...exchanges];
  const unexpected: string[] = [];
  onTestFinished(() => {
    if (unexpected.length > 0) throw new Error(`not recorded: ${unexpected.join(", ")}`);
  });
  return {
    remaining,
    async fetch(input, init) {
      const request = new Request(input, init);
      if (request.url.startsWith("data:")) return globalThis.fetch(input, init);
      const index = remaining.findIndex((exchange) => isOf(exchange, request));
      const [exchange] = index < 0 ? [] : remaining.splice(index, 1);
      if (exchange === undefined) {
        unexpected.push(`${request.method} ${new URL(request.url).pathname}`);
        return Response.json({ detail: "not recorded" }, { status: 400 });
      }
      const { status, headers, body } = exchange.response;
      return new Response(status === 204 ? null : body, { status, headers });
    },
  };
}

function isOf({ request: { method, url } }: RecordedExchange, request: Request): boolean {
  return method === request.method && new URL(url).pathname === new URL(request.url).pathname;
}
