import type { ServerResponse } from "node:http";
import type { GatewayMetrics } from "../operate/metrics.ts";
import { problem, type Problem } from "./problem.ts";
import type { RequestTarget } from "./request-target.ts";

/** What the gateway's own answers are made of. */
export interface OwnRouteParts {
  readonly metrics: GatewayMetrics;
  /** Whether requests are taken: not before the start, not while stopping. */
  readonly ready: () => boolean;
  /** Why `/metrics` is refused to who has no key; undefined when it is not. */
  readonly missingKey: (target: RequestTarget) => Problem | undefined;
}

/** Answers what is asked of the gateway itself: `/healthz`, `/readyz` and `/metrics`. */
export class OwnRoutes {
  readonly #parts: OwnRouteParts;

  constructor(parts: OwnRouteParts) {
    this.#parts = parts;
  }

  serves(pathname: string): boolean {
    return pathname === "/healthz" || pathname === "/readyz" || pathname === "/metrics";
  }

  /** Answers; or says why not, without having answered. */
  answer(response: ServerResponse, method: string, target: RequestTarget): undefined {
    const refused = this.#refusal(method, target);
    if (refused !== undefined) {
      send(response, refused.status, JSON.stringify(refused), "application/problem+json");
      return undefined;
    }
    if (target.pathname === "/metrics") {
      void this.#parts.metrics.text().then(({ contentType, body }) => {
        send(response, 200, body, contentType);
      });
      return undefined;
    }
    const well = target.pathname === "/healthz" || this.#parts.ready();
    const status = well ? "ok" : "stopping";
    send(response, well ? 200 : 503, `${JSON.stringify({ status })}\n`, "application/json");
    return undefined;
  }

  #refusal(method: string, target: RequestTarget): Problem | undefined {
    if (method !== "GET" && method !== "HEAD") {
      return problem(405, "Method Not Allowed", "this is read with GET");
    }
    return target.pathname === "/metrics" ? this.#parts.missingKey(target) : undefined;
  }
}

function send(response: ServerResponse, ...[status, body, type]: [number, string, string]): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
  });
  response.end(body);
}
