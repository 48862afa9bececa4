import { ownValue } from "./own-value.ts";

/** Names of errors that say what happened; others are made up by apps and libraries, without end. */
const TELLING: ReadonlySet<string> = new Set([
  "AbortError",
  "TimeoutError",
  "SyntaxError",
  "TypeError",
  "RangeError",
]);

/** Codes of Node's network stack: of the system, of TLS, and of undici. */
const CODE = /^(?:E[A-Z]{3,}|ERR_[A-Z0-9_]+|CERT_[A-Z_]+|UND_ERR_[A-Z_]+)$/;

/**
 * The class of what a call threw, out of a small set: the status of an HTTP answer, a code of the
 * network, the name of a well-known error, or `_OTHER`.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/registry/attributes/error.md
 */
export function errorTypeOf(error: unknown): string {
  try {
    return typeIn(error) ?? OTHER;
  } catch {
    // Anything can be thrown, also what cannot be looked at.
    return OTHER;
  }
}

const OTHER = "_OTHER";

function typeIn(error: unknown): string | undefined {
  const status = statusOf(error);
  if (status !== undefined) return status;
  for (const code of [ownValue(error, "code"), ownValue(ownValue(error, "cause"), "code")]) {
    if (typeof code === "string" && CODE.test(code)) return code;
  }
  const name = error instanceof Error ? error.name : ownValue(error, "name");
  return typeof name === "string" && TELLING.has(name) ? name : undefined;
}

/** The client's `ApiError` carries the answer. */
function statusOf(error: unknown): string | undefined {
  const response = ownValue(error, "response");
  const status: unknown =
    typeof Response !== "undefined" && response instanceof Response
      ? response.status
      : ownValue(error, "status");
  return Number.isInteger(status) && Number(status) >= 400 && Number(status) < 600
    ? String(status)
    : undefined;
}
