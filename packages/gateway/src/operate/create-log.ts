import { pino, destination, type Logger } from "pino";
import type { LogLevel } from "../config/gateway-config.ts";

/** Where the gateway says what happens to it. */
export type GatewayLog = Pick<Logger, "debug" | "info" | "warn" | "error">;

/**
 * A log of JSON lines on stderr. It is given names, counts, codes and times; never a body, a header,
 * a path or an error object, in which there may be any of them.
 */
export function createLog(level: LogLevel): GatewayLog {
  return pino(
    { name: "braintrust-replicate-gateway", level, base: { pid: process.pid } },
    // Written at once: the last lines before an end are those that matter.
    destination({ fd: 2, sync: true }),
  );
}
