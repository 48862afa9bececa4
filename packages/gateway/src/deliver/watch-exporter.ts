import type { GatewayLog } from "../operate/create-log.ts";

/** What an exporter says of what it was given; 0 is well. */
interface ExportResult {
  readonly code: number;
  readonly error?: Error;
}

/** What exporters of spans and of metrics have in common. */
interface Exporter<Items> {
  export(items: Items, done: (result: ExportResult) => void): void;
}

/**
 * Has an exporter say when it cannot export, and when it can again, once each: OpenTelemetry tells
 * nobody unless it is asked.
 *
 * @returns the same exporter.
 */
export function watchExporter<Items, Watched extends Exporter<Items>>(
  exporter: Watched & Exporter<Items>,
  signal: string,
  log: GatewayLog,
): Watched {
  const plain = exporter.export.bind(exporter);
  let fails = false;
  exporter.export = (items: Items, done: (result: ExportResult) => void): void => {
    plain(items, (result) => {
      const failed = result.code !== 0;
      if (failed && !fails) log.warn({ signal, reason: reasonOf(result.error) }, CANNOT);
      if (!failed && fails) log.info({ signal }, "what is exported arrives again");
      fails = failed;
      done(result);
    });
  };
  return exporter;
}

const CANNOT = "what is exported by OpenTelemetry does not arrive";

/** A code: messages hold addresses, and what was answered. */
function reasonOf(error: Error | undefined): string {
  const code = error !== undefined && "code" in error ? error.code : undefined;
  return typeof code === "string" || typeof code === "number" ? String(code) : "no answer";
}
