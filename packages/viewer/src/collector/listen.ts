import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { ServerType } from "@hono/node-server";
import { refuseForeign } from "./local-guard.ts";

/** Where to listen. */
export interface ListenOptions {
  /** 0, the default, lets the system choose a free one. */
  readonly port?: number;
  /** The address to bind; 127.0.0.1 unless said. */
  readonly host?: string;
}

/** Addresses that mean every one of the machine's, and one of them that can be called. */
const WILDCARDS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** A listening server. */
export interface Listening {
  /** How this machine reaches it; without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Stops at once: open connections are cut. */
  close(): Promise<void>;
}

/**
 * Serves a fetch handler over HTTP, to programs and not to foreign web pages. Rejects with the system's error, such as
 * `EADDRINUSE`.
 */
export async function listen(
  fetch: (request: Request) => Promise<Response>,
  options: ListenOptions = {},
): Promise<Listening> {
  const { port = 0, host = "127.0.0.1" } = options;
  // The adapter would otherwise replace the process's own Request and Response.
  const server = createAdaptorServer({
    fetch: async (request) => refuseForeign(request, host) ?? fetch(request),
    overrideGlobalObjects: false,
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = addressOf(server);
  const reachable = WILDCARDS[host] ?? host;
  const name = reachable.includes(":") ? `[${reachable}]` : reachable;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    close: () => close(server),
  };
}

function addressOf(server: ServerType): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new TypeError("The server listens on no TCP port");
  }
  return address;
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
