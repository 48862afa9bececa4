import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { getRequestListener, type HttpBindings, type Http2Bindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { ConnectionReset } from "../fault/connection-reset.ts";
import { answerRequest, type Service } from "./answer-request.ts";
import { DELIVERY_HOST, type Mount } from "./mount.ts";

/** Where to listen. */
export interface ListenOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** `127.0.0.1` by default. */
  readonly host?: string;
  /** Serve HTTPS with a certificate made for this emulator; see {@link Listening.ca}. */
  readonly tls?: boolean;
}

/** A listening emulator. */
export interface Listening {
  /** The base URL for clients that want the API's version in it: `http://127.0.0.1:4790/v1`. */
  readonly url: string;
  /** The same without `/v1`, for the Python client before version 2. */
  readonly origin: string;
  /** With TLS, the certificate to trust, in PEM: `NODE_EXTRA_CA_CERTS` or a client's `ca`. */
  readonly ca?: string;
  /** Ends every connection and resolves when the port is free; again, it does nothing. */
  close(): Promise<void>;
}

/** Answers from a socket. Rejects when the port cannot be had, with Node's own error. */
export async function listen(service: Service, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, host = "127.0.0.1", tls = false } = options;
  let mount: Mount | undefined;
  const listener = requestListener(service, () => mount);
  const certificate = tls ? await makeCertificate(host) : undefined;
  const server =
    certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  await opened(server, port, host);
  const origin = originOf(server, host, tls ? "https" : "http");
  mount = {
    apiBase: `${origin}/v1`,
    streamBase: `${origin}/v1`,
    // Clients take only https URLs for files.
    deliveryBase: tls ? `${origin}/delivery` : DELIVERY_HOST,
  };
  return {
    url: `${origin}/v1`,
    origin,
    ...(certificate === undefined ? {} : { ca: certificate.ca }),
    close: () => closed(server),
  };
}

function requestListener(service: Service, mountOf: () => Mount | undefined): RequestListener {
  const respond = async (
    request: Request,
    { incoming }: HttpBindings | Http2Bindings,
  ): Promise<Response> => {
    const mount = mountOf();
    const { pathname, search } = new URL(request.url);
    try {
      if (mount === undefined) throw new ConnectionReset();
      const arrival = { request, url: request.url, path: `${pathname}${search}`, mount };
      const response = await answerRequest(service, arrival);
      return resettable(response, incoming.socket);
    } catch (error) {
      if (!(error instanceof ConnectionReset)) throw error;
      reset(incoming.socket);
      return RESPONSE_ALREADY_SENT;
    }
  };
  const listener = getRequestListener(respond, { overrideGlobalObjects: false });
  return (incoming, outgoing) => void listener(incoming, outgoing);
}

/** The same answer, whose body takes the connection down with it where a fault says so. */
function resettable(response: Response, socket: Socket): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        if (!(error instanceof ConnectionReset)) throw error;
        // Not a reset proper, which could overtake what has been sent.
        socket.destroy();
        controller.close();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { status, headers } = response;
  return new Response(body, { status, headers });
}

/** A reset proper is a matter of TCP; a socket of TLS can only be closed without its goodbye. */
function reset(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

async function makeCertificate(host: string): Promise<{ key: string; cert: string; ca: string }> {
  // Loaded here because few need it and its library is large.
  const { issueCertificate } = await import("./issue-certificate.ts");
  return issueCertificate(host);
}

function opened(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function originOf(server: Server, host: string, scheme: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
