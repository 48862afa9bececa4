import type { Sink } from "braintrust-replicate";
import type { GatewayLog } from "../operate/create-log.ts";
import { watchExporter } from "./watch-exporter.ts";

/** Where executions go as spans and metrics of OpenTelemetry. */
export interface OpenTelemetryExport {
  readonly sink: Sink;
  /** Ends what is open, and sends what waits, within a limit in milliseconds. */
  shutdown(timeoutMs: number): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const ENDPOINTS = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
];

/**
 * Exports by OTLP over HTTP when the standard variables name an endpoint. The exporters read
 * endpoint, headers, timeout and compression from them; here is only what chooses between exporters.
 *
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export async function startOpenTelemetryExport(
  environment: Environment,
  log: GatewayLog,
): Promise<OpenTelemetryExport | undefined> {
  const isOff = environment["OTEL_SDK_DISABLED"]?.trim().toLowerCase() === "true";
  if (isOff || !ENDPOINTS.some((name) => environment[name]?.trim())) return undefined;
  const { trace, metrics, shutdown } = await providers(environment, log);
  const { openTelemetrySink } = await import("braintrust-replicate/opentelemetry");
  const sink = openTelemetrySink({
    ...(trace && { tracerProvider: trace }),
    ...(metrics && { meterProvider: metrics }),
    onError: ({ message }) => log.warn({ problem: message }, "OpenTelemetry failed"),
  });
  return {
    sink,
    shutdown: async (timeoutMs) => {
      sink.shutdown();
      const cut = AbortSignal.timeout(timeoutMs);
      const over = new Promise<void>((resolve) => cut.addEventListener("abort", () => resolve()));
      await Promise.race([over, shutdown()]).catch(() => {
        log.warn("what waited for OpenTelemetry could not be sent");
      });
    },
  };
}

async function providers(environment: Environment, log: GatewayLog) {
  const [{ detectResources, envDetector, resourceFromAttributes }, sdkTrace, sdkMetrics] =
    await Promise.all([
      import("@opentelemetry/resources"),
      import("@opentelemetry/sdk-trace-base"),
      import("@opentelemetry/sdk-metrics"),
    ]);
  const name = resourceFromAttributes({ "service.name": "braintrust-replicate-gateway" });
  const resource = name.merge(detectResources({ detectors: [envDetector] }));
  const spans =
    wants(environment, "TRACES") &&
    watchExporter(await spanExporter(environment, log), "traces", log);
  const numbers =
    wants(environment, "METRICS") &&
    watchExporter(await metricExporter(environment, log), "metrics", log);
  const trace = spans
    ? new sdkTrace.BasicTracerProvider({
        resource,
        spanProcessors: [new sdkTrace.BatchSpanProcessor(spans)],
      })
    : undefined;
  const metrics = numbers
    ? new sdkMetrics.MeterProvider({
        resource,
        readers: [new sdkMetrics.PeriodicExportingMetricReader({ exporter: numbers })],
      })
    : undefined;
  const shutdown = async (): Promise<void> => {
    await Promise.all([trace?.shutdown(), metrics?.shutdown()]);
  };
  return { trace, metrics, shutdown };
}

type Signal = "TRACES" | "METRICS";

/** `OTEL_TRACES_EXPORTER=none` and its like leave one of the two out. */
function wants(environment: Environment, signal: Signal): boolean {
  return (environment[`OTEL_${signal}_EXPORTER`] ?? "otlp").trim() === "otlp";
}

async function spanExporter(environment: Environment, log: GatewayLog) {
  if (isJson(environment, "TRACES", log)) {
    return new (await import("@opentelemetry/exporter-trace-otlp-http")).OTLPTraceExporter();
  }
  return new (await import("@opentelemetry/exporter-trace-otlp-proto")).OTLPTraceExporter();
}

async function metricExporter(environment: Environment, log: GatewayLog) {
  if (isJson(environment, "METRICS", log)) {
    return new (await import("@opentelemetry/exporter-metrics-otlp-http")).OTLPMetricExporter();
  }
  return new (await import("@opentelemetry/exporter-metrics-otlp-proto")).OTLPMetricExporter();
}

/** Of the protocols of the standard the gateway speaks the two over HTTP. */
function isJson(environment: Environment, signal: Signal, log: GatewayLog): boolean {
  const name = `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`;
  const protocol =
    environment[name]?.trim() || environment["OTEL_EXPORTER_OTLP_PROTOCOL"]?.trim() || "";
  if (protocol !== "" && protocol !== "http/protobuf" && protocol !== "http/json") {
    log.warn(
      { protocol, allowed: ["http/protobuf", "http/json"] },
      "OTEL_EXPORTER_OTLP_PROTOCOL is not spoken here; http/protobuf is taken",
    );
  }
  return protocol === "http/json";
}
