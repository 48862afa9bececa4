import type { ExecutionRecord } from "../record/execution-record.ts";

/**
 * Words that say what happened: a status of HTTP, codes of Node's network stack (of the system, of
 * TLS, and of undici), names of well-known errors. Others are made up by apps and libraries,
 * without end.
 */
const TELLING =
  /^(?:[45]\d\d|E[A-Z]{3,}|ERR_[A-Z0-9_]+|CERT_[A-Z_]+|UND_ERR_[A-Z_]+|(?:Abort|Timeout|Syntax|Type|Range)Error)$/;

/**
 * The class of an error, out of a small set: `prediction_failed`, `prediction_aborted`, or else the
 * status of an HTTP answer, a code of the network, the name of a well-known error, or `_OTHER`.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/registry/attributes/error.md
 */
export function errorTypeOf({
  error,
  errorSigns = [],
  status,
}: Pick<ExecutionRecord, "error" | "errorSigns" | "status">): string | undefined {
  if (error === undefined) return undefined;
  if (status === "failed" || status === "aborted") return `prediction_${status}`;
  return errorSigns.find((sign) => TELLING.test(sign)) ?? "_OTHER";
}
