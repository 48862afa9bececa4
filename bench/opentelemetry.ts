import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-base";
import { wrapReplicate } from "braintrust-replicate";
import { openTelemetrySink, type OpenTelemetryOptions } from "braintrust-replicate/opentelemetry";
import { interleave, quantile, type Timings, type Variant } from "./interleave.ts";
import { readStream, replicateClient, runModel } from "./replicate-subject.ts";

/**
 * What tracing with OpenTelemetry adds to a call and to an event of a stream: where no SDK is
 * registered, with an SDK whose exporter does nothing, and with messages as well. In turns, and all
 * answered in process, so that what is left is the client's work and the tracing's.
 */

const quick = process.argv.includes("--quick");
const CALLS = { rounds: quick ? 8 : 40, runs: 250 };
const STREAMS = { rounds: quick ? 4 : 12, runs: 4 };
const EVENTS = 5_000;

const SUCCESS = 0;
const nowhere: SpanExporter = {
  export: (_, done) => done({ code: SUCCESS }),
  shutdown: () => Promise.resolve(),
};
const tracerProvider = new BasicTracerProvider({
  spanProcessors: [new BatchSpanProcessor(nowhere)],
});
const reader = new PeriodicExportingMetricReader({
  exporter: {
    export: (_, done) => done({ code: SUCCESS }),
    forceFlush: () => Promise.resolve(),
    selectAggregationTemporality: () => AggregationTemporality.CUMULATIVE,
    shutdown: () => Promise.resolve(),
  },
});
const meterProvider = new MeterProvider({ readers: [reader] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

const SINKS: Readonly<Record<string, OpenTelemetryOptions | undefined>> = {
  bare: undefined,
  "no SDK": {},
  "an SDK": { tracerProvider, meterProvider, captureMessageContent: false },
  "an SDK, with messages": { tracerProvider, meterProvider, captureMessageContent: "SPAN_ONLY" },
};

const clients = Object.entries(SINKS).map(([name, options]) => {
  const { client, setEvents } = replicateClient();
  setEvents(EVENTS);
  if (options !== undefined) wrapReplicate(client, { sinks: [openTelemetrySink(options)] });
  return { name, client };
});
const calls: readonly Variant[] = clients.map(({ name, client }) => ({
  name,
  run: () => runModel(client),
}));
const streams: readonly Variant[] = clients.map(({ name, client }) => ({
  name,
  run: () => readStream(client),
}));
const between = (): Promise<void> => tracerProvider.forceFlush();

console.log(`node ${process.version}; microseconds added, at the 10th, 25th and 50th percentile\n`);
report("a call", await interleave(calls, { ...CALLS, between }), 1);
report("an event of a stream", await interleave(streams, { ...STREAMS, between }), EVENTS);
await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);

function report(title: string, timings: Timings, units: number): void {
  console.log(title);
  const bare = timings.get("bare") ?? [];
  for (const [name, values] of timings) {
    if (name === "bare") continue;
    const added = [0.1, 0.25, 0.5].map(
      (share) => (quantile(values, share) - quantile(bare, share)) / units,
    );
    console.log(
      `  ${name.padEnd(24)}${added.map((value) => value.toFixed(2).padStart(9)).join("")}`,
    );
  }
  console.log("");
}
