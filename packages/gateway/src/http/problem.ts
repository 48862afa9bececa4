import type { ServerResponse } from "node:http";

/** The name that problems give, so that nobody takes them for Replicate's. */
const GATEWAY_NAME = "braintrust-replicate-gateway";

/** An answer of the gateway's own that is not the one that was hoped for. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** Makes a problem whose detail names the gateway. */
export function problem(status: number, title: string, detail: string): Problem {
  return { status, title, detail: `${GATEWAY_NAME}: ${detail}` };
}

/**
 * Answers with `application/problem+json` (RFC 9457) and closes the connection: what else is on it
 * may be the rest of a body that nobody reads.
 */
export function answerProblem(response: ServerResponse, { status, title, detail }: Problem): void {
  const body = JSON.stringify({ title, status, detail });
  response.writeHead(status, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  });
  response.end(body);
}

/** The same for a connection on which no request could be made out. */
export function problemMessage({ status, title, detail }: Problem): string {
  const body = JSON.stringify({ title, status, detail });
  return (
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  );
}
