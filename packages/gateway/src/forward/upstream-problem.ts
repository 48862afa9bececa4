import { problem, type Problem } from "../http/problem.ts";

const UNREACHABLE: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

const TIMEOUT = problem(504, "Gateway Timeout", "Replicate did not answer in time");
const CLOSED = problem(502, "Bad Gateway", "Replicate closed the connection in the middle");
const TOO_MANY = problem(502, "Bad Gateway", "Replicate's answer has too many headers");
const NO_HTTP = problem(502, "Bad Gateway", "what Replicate answered is no HTTP");
const UNREADABLE = problem(502, "Bad Gateway", "Replicate's answer cannot be read");

const BY_CODE: Readonly<Record<string, Problem>> = {
  UND_ERR_HEADERS_TIMEOUT: TIMEOUT,
  UND_ERR_CONNECT_TIMEOUT: TIMEOUT,
  UND_ERR_BODY_TIMEOUT: TIMEOUT,
  ETIMEDOUT: TIMEOUT,
  UND_ERR_HEADERS_OVERFLOW: TOO_MANY,
  UND_ERR_SOCKET: CLOSED,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CLOSED,
};

/** What a client is told when Replicate gave no answer. Holds no address and no part of a body. */
export function upstreamProblem(error: unknown): Problem {
  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (code.startsWith("HPE_") || nameOf(error) === "HTTPParserError") return NO_HTTP;
  if (code.startsWith("Z_") || code.startsWith("ERR_")) return UNREADABLE;
  const reason = UNREACHABLE.has(code) ? "Replicate cannot be reached" : "no answer from Replicate";
  return problem(502, "Bad Gateway", code === "" ? reason : `${reason} (${code})`);
}

/** The code of a system's or the HTTP client's error; empty when it has none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
