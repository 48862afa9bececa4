import type { Context } from "@opentelemetry/api";

/** A value of a log record, which may have structure. */
type LogValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | LogValue[]
  | { [key: string]: LogValue };

/** A log record, as far as it is written. */
export interface EmittedRecord {
  readonly eventName: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly timestamp: number;
  readonly attributes: { [key: string]: LogValue };
  readonly context: Context;
}

/**
 * A logger provider of OpenTelemetry, by its shape: the logs API is a package of its own, which is
 * not needed where no logs are wanted.
 */
export interface LoggerProviderLike {
  getLogger(name: string, version?: string, options?: { readonly schemaUrl?: string }): LogEmitter;
}

/** A logger, by its shape. */
export interface LogEmitter {
  enabled?(about: Pick<EmittedRecord, "context" | "eventName">): boolean;
  emit(record: EmittedRecord): void;
}

/** Where `@opentelemetry/api-logs` keeps the provider of the process, and for which version. */
const GLOBAL_LOGS = Symbol.for("io.opentelemetry.js.api.logs");
const LOGS_API_VERSION = 1;

/** The logger provider that the app has registered, if it has. */
export function globalLoggerProvider(): LoggerProviderLike | undefined {
  const get = (globalThis as { [GLOBAL_LOGS]?: (version: number) => unknown })[GLOBAL_LOGS];
  const provider = typeof get === "function" ? get(LOGS_API_VERSION) : undefined;
  const usable = typeof (provider as Partial<LoggerProviderLike> | undefined)?.getLogger;
  return usable === "function" ? (provider as LoggerProviderLike) : undefined;
}
