import {
  context,
  diag,
  DiagLogLevel,
  metrics,
  propagation,
  trace,
  type Attributes,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type Histogram,
} from "@opentelemetry/sdk-metrics";
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type Sampler,
  type SpanLimits,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import {
  openTelemetrySink,
  type OpenTelemetryOptions,
  type OpenTelemetryOutput,
  type Sink,
} from "braintrust-replicate/opentelemetry";
import { onTestFinished } from "vitest";

/** A metric of one name with its points. */
interface Points {
  readonly unit: string;
  readonly points: ReadonlyArray<{ readonly attributes: Attributes; readonly value: Histogram }>;
}

/** Real SDKs of OpenTelemetry that keep what they get. */
export interface Stage {
  readonly sink: OpenTelemetryOutput;
  readonly sinks: readonly Sink[];
  readonly problems: Error[];
  readonly tracerProvider: BasicTracerProvider;
  readonly meterProvider: MeterProvider;
  readonly loggerProvider: LoggerProvider;
  readonly logs: InMemoryLogRecordExporter;
  /** The spans that have ended, in the order of their ends. */
  spans(): readonly ReadableSpan[];
  /** The one span that there is; fails where there are others. */
  span(): ReadableSpan;
  metrics(): Promise<ReadonlyMap<string, Points>>;
}

/** What is to be different. */
export interface StageOptions extends OpenTelemetryOptions {
  readonly processors?: readonly SpanProcessor[];
  readonly sampler?: Sampler;
  readonly spanLimits?: SpanLimits;
  readonly withoutLogs?: boolean;
}

/** Starts SDKs for one test, with a context manager that follows asynchronous work. */
export function openStage(given: StageOptions = {}): Stage {
  const { processors = [], sampler, spanLimits, withoutLogs = false, ...options } = given;
  const exporter = new InMemorySpanExporter();
  const problems: Error[] = [];
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter), ...processors],
    ...(sampler === undefined ? {} : { sampler }),
    ...(spanLimits === undefined ? {} : { spanLimits }),
  });
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: measured });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const logs = new InMemoryLogRecordExporter();
  const loggerProvider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: logs })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const afterTheEnd = watchEnds();
  onTestFinished(async () => {
    // The SDK drops what comes after an end, and only grumbles.
    if (afterTheEnd.length > 0) throw new Error(`after the end of a span: ${afterTheEnd.join()}`);
    for (const api of [context, trace, metrics, propagation, diag]) api.disable();
    await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
  });
  const sink = openTelemetrySink({
    tracerProvider,
    meterProvider,
    ...(withoutLogs ? {} : { loggerProvider }),
    onError: (problem) => problems.push(problem),
    ...options,
  });
  return {
    sink,
    sinks: [sink],
    problems,
    tracerProvider,
    meterProvider,
    loggerProvider,
    logs,
    spans: () => exporter.getFinishedSpans(),
    span: () => onlySpan(exporter.getFinishedSpans()),
    async metrics() {
      await reader.forceFlush();
      return pointsOf(measured);
    },
  };
}

/** What the SDK says of operations on spans that have ended, a second end among them. */
function watchEnds(): readonly string[] {
  const said: string[] = [];
  const listen = (message: string): void => {
    if (message.includes("ended")) said.push(message);
  };
  const quiet = (): void => {};
  const logger = { error: listen, warn: listen, info: quiet, debug: quiet, verbose: quiet };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  return said;
}

function onlySpan(spans: readonly ReadableSpan[]): ReadableSpan {
  const [span] = spans;
  if (span === undefined || spans.length > 1) {
    throw new Error(`expected one span, got ${spans.map(({ name }) => name).join(", ")}`);
  }
  return span;
}

function pointsOf(exporter: InMemoryMetricExporter): ReadonlyMap<string, Points> {
  const found = new Map<string, Points>();
  const [latest] = exporter.getMetrics().slice(-1);
  for (const { metrics: all } of latest?.scopeMetrics ?? []) {
    for (const { descriptor, dataPoints } of all) {
      const points = dataPoints.map(({ attributes, value }) => ({
        attributes,
        value: value as Histogram,
      }));
      found.set(descriptor.name, { unit: descriptor.unit, points });
    }
  }
  return found;
}
