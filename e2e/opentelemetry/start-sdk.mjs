// An SDK of OpenTelemetry whose spans are kept in memory and written down at the exit, and go to a
// viewer in both encodings.
import { writeFileSync } from "node:fs";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";

const { OTEL_SPANS, OTEL_JSON, OTEL_PROTOBUF } = process.env;
const kept = new InMemorySpanExporter();

/** @type {(instrumentations: unknown[]) => void} */
export function startSdk(instrumentations) {
  new NodeSDK({
    autoDetectResources: false,
    instrumentations,
    logRecordProcessors: [],
    metricReaders: [],
    spanProcessors: [
      new SimpleSpanProcessor(kept),
      new SimpleSpanProcessor(new JsonExporter({ url: `${OTEL_JSON}/v1/traces` })),
      new SimpleSpanProcessor(new ProtobufExporter({ url: `${OTEL_PROTOBUF}/v1/traces` })),
    ],
  }).start();
}

process.on("exit", () => {
  const spans = kept.getFinishedSpans().map((span) => ({
    scope: span.instrumentationScope.name,
    id: span.spanContext().spanId,
    name: span.name,
    start: span.startTime,
    status: span.status,
    attributes: span.attributes,
    links: span.links,
  }));
  writeFileSync(OTEL_SPANS, JSON.stringify(spans));
});
