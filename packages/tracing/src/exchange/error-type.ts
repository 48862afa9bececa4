import { textOf } from "../wire/shape.ts";
import { ownValue } from "./own-value.ts";

/**
 * Words that say what happened: a status of HTTP, codes of Node's network stack (of the system, of
 * TLS, and of undici), names of well-known errors. Others are made up by apps and libraries,
 * without end.
 */
const TELLING =
  /^(?:[45]\d\d|E[A-Z]{3,}|ERR_[A-Z0-9_]+|CERT_[A-Z_]+|UND_ERR_[A-Z_]+|(?:Abort|Timeout|Syntax|Type|Range)Error)$/;

const OTHER = "_OTHER";

/**
 * The class of what a call threw, out of a small set: the status of an HTTP answer, a code of the
 * network, the name of a well-known error, or `_OTHER`.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/registry/attributes/error.md
 */
export function errorTypeOf(error: unknown): string {
  try {
    const cause = ownValue(error, "cause");
    const codes = [ownValue(error, "code"), ownValue(cause, "code")];
    const words = [statusOf(error), ...codes.map(textOf), nameOf(error)];
    return words.find((word) => word !== undefined && TELLING.test(word)) ?? OTHER;
  } catch {
    // Anything can be thrown, also what cannot be looked at.
    return OTHER;
  }
}

/** The client's `ApiError` carries the answer. */
function statusOf(error: unknown): string {
  const response = ownValue(error, "response");
  return String(
    typeof Response !== "undefined" && response instanceof Response
      ? response.status
      : Number(ownValue(error, "status")),
  );
}

/** The name of an error, or of what stands for one. */
export function nameOf(error: unknown): string | undefined {
  return textOf(error instanceof Error ? error.name : ownValue(error, "name"));
}
