// An app of OpenTelemetry's own SDK: exports a span of the app around two of models.
// Parameters: JSON or protobuf, the path, none or gzip, and the x-bt-parent header.
import { SpanStatusCode, context, trace } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";

const [encoding, path, compression, parent] = process.argv.slice(2);
const Exporter = encoding === "JSON" ? JsonExporter : ProtobufExporter;
const exporter = new Exporter({
  url: `${process.env.BRAINTRUST_APP_URL}${path}`,
  compression,
  headers: parent === undefined ? {} : { "x-bt-parent": parent },
});
const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({ "service.name": "shop" }),
  spanProcessors: [new SimpleSpanProcessor(exporter)],
});
const tracer = provider.getTracer("my-instrumentation", "1.2.3");
const order = tracer.startSpan("order a hat", { startTime: [1_700_000_000, 500_000_000] });
const below = trace.setSpan(context.active(), order);

const chat = tracer.startSpan("chat gpt", {}, below);
chat.setAttributes({
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt",
  "gen_ai.request.temperature": 0.5,
  "gen_ai.usage.input_tokens": 3,
  "gen_ai.usage.output_tokens": 4,
  "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"A hat?"}]}]',
  "gen_ai.output.messages": '[{"role":"assistant","parts":[{"type":"text","content":"Yes"}]}]',
  "my.flag": true,
  "my.list": ["a", "b"],
  "my.negative": -7,
});
chat.end();

const run = tracer.startSpan("replicate.run", {}, below);
run.setAttributes({
  "braintrust.parent": "project_name:studio",
  "braintrust.input_json": '{"prompt":"hat"}',
  "braintrust.output_json": '"a fine hat"',
  "braintrust.metadata": '{"model":"meta/llama","provider":"replicate"}',
  "braintrust.metrics": '{"predict_time":1.5}',
  "braintrust.span_attributes": '{"type":"llm"}',
  "braintrust.tags": ["one"],
});
run.recordException(new Error("out of memory"));
run.setStatus({ code: SpanStatusCode.ERROR });
run.end();

order.end([1_700_000_009, 0]);
await provider.forceFlush();
await provider.shutdown();
