import { isIP } from "node:net";

/** Tells whether an address or host name never leaves the machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost") || name === "::1") return true;
  return isIP(name) === 4 && name.startsWith("127.");
}

/**
 * Refuses what a web page may have sent: a page of another origin that posts to the local port, or
 * one whose own name was made to point to this machine (DNS rebinding). SDKs send no `Origin`.
 *
 * @example
 * refuseForeign(new Request("http://evil.example/logs3"), "127.0.0.1")?.status; // 403
 */
export function refuseForeign(request: Request, boundHost: string): Response | undefined {
  const url = new URL(request.url);
  if (isLoopback(boundHost) && !isLoopback(url.hostname)) {
    return refuse("This collector listens on loopback and answers under loopback names only");
  }
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== url.origin) {
    return refuse("This collector does not answer pages of another origin");
  }
  return undefined;
}

function refuse(error: string): Response {
  return Response.json({ error }, { status: 403 });
}
