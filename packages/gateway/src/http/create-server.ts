import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { OpenAnswers } from "./open-answers.ts";
import { answerProblem, problem, problemMessage, type Problem } from "./problem.ts";

/** What the server does with what it hears. */
export interface ServerParts {
  readonly maxConnections: number;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Told of what was no request at all. */
  readonly onRefused: (status: number) => void;
}

const MAX_HEADER_BYTES = 16 * 1024;
const HEAD_MS = 30_000;
/** A large file over a slow line takes its time. */
const REQUEST_MS = 15 * 60_000;
/** Longer than load balancers keep theirs, so that it is they who close. */
const KEEP_ALIVE_MS = 75_000;

/** The HTTP server: strict in what it accepts, patient with answers. */
export function createGatewayServer({ maxConnections, handle, onRefused }: ServerParts): Server {
  const answers = new OpenAnswers();
  const server = createServer(
    {
      insecureHTTPParser: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Refused like all else that is wrong with the headers.
      requireHostHeader: false,
      noDelay: true,
      headersTimeout: HEAD_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => {
      const { socket } = request;
      answers.begin(socket, response);
      response.once("close", () => {
        answers.end(socket, response);
        // Nothing more is expected on it: who waits for the end of all connections waits for it too.
        if (!server.listening && answers.none(socket)) socket.destroySoon();
      });
      handle(request, response);
    },
  );
  server.maxConnections = maxConnections;
  server.on("connection", (socket) => answers.connected(socket));
  // Node's own takes an answer for sent as soon as all of it is written, though nobody has read it.
  server.closeIdleConnections = () => answers.closeIdle();
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    // An answer that has begun cannot be followed by another one in the middle of it.
    if (error.code === "ECONNRESET" || !socket.writable || answers.begun(socket)) {
      socket.destroy();
      return;
    }
    // A request that is under way is counted when it is over.
    refuse(socket, problemOf(error.code), answers.none(socket) ? onRefused : undefined);
  });
  server.on("checkExpectation", (_request, response: ServerResponse) => {
    onRefused(417);
    answerProblem(response, problem(417, "Expectation Failed", "only 100-continue is known"));
  });
  server.on("connect", (_request, socket: Duplex) => {
    refuse(socket, problem(405, "Method Not Allowed", "no tunnels here"), onRefused);
  });
  return server;
}

type OnRefused = ServerParts["onRefused"];

function refuse(socket: Duplex, refused: Problem, onRefused: OnRefused | undefined): void {
  onRefused?.(refused.status);
  socket.on("error", () => socket.destroy());
  socket.end(problemMessage(refused), () => socket.destroy());
}

function problemOf(code: string | undefined): Problem {
  if (code === "HPE_HEADER_OVERFLOW") {
    const most = `the headers are longer than ${MAX_HEADER_BYTES} bytes`;
    return problem(431, "Request Header Fields Too Large", most);
  }
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW") {
    return problem(413, "Content Too Large", "the chunk extensions are too long");
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return problem(408, "Request Timeout", "the request did not arrive in time");
  }
  return problem(400, "Bad Request", "this is no well-formed HTTP request");
}
