import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { braintrustSink, unwrapReplicate, wrapReplicate } from "braintrust-replicate";
import {
  ReplicateInstrumentation,
  type ReplicateInstrumentationConfig,
} from "braintrust-replicate/opentelemetry";
import Replicate from "replicate";
import { createEmulator } from "replicate-emulator";
import { readFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { rememberingSink } from "../support/remembering-sink.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";
import { checkSpan } from "./support/check-span.ts";
import { openStage, type Stage } from "./support/open-stage.ts";

const INPUT = { input: { prompt: "Hi" } };

function instrument(config: ReplicateInstrumentationConfig = {}): ReplicateInstrumentation {
  const instrumentation = new ReplicateInstrumentation(config);
  onTestFinished(() => instrumentation.disable());
  return instrumentation;
}

function plainClient(): Replicate {
  const { fetch } = createEmulator({ models: testModels() });
  return new Replicate({ auth: testToken(), fetch, useFileOutput: false });
}

function methodOf(name: string): unknown {
  return Object.getOwnPropertyDescriptor(Replicate.prototype, name)?.value;
}

function providersOf({
  tracerProvider,
  meterProvider,
  loggerProvider,
}: Stage): ReplicateInstrumentationConfig {
  return { tracerProvider, meterProvider, loggerProvider };
}

it("traces clients that nobody has wrapped, also those from before, until it is disabled", async () => {
  const stage = openStage();
  const before = plainClient();
  const keys = Object.keys(before);
  const run = methodOf("run");

  const instrumentation = instrument(providersOf(stage));
  await before.run("acme/text", INPUT);
  const after = plainClient();
  await after.predictions.create({ model: "acme/never", ...INPUT });
  expect(stage.spans()).toHaveLength(1);
  instrumentation.disable();
  expect(stage.spans()).toHaveLength(2);
  await after.run("acme/text", INPUT);

  expect(stage.spans()).toHaveLength(2);
  for (const span of stage.spans()) checkSpan(span);
  expect(stage.spans()[1]?.attributes).toMatchObject({ "replicate.incomplete": "shut_down" });
  expect(Object.keys(after)).toEqual(keys);
  expect(methodOf("run")).toBe(run);

  instrumentation.enable();
  instrumentation.enable();
  await before.run("acme/text", INPUT);
  expect(stage.spans()).toHaveLength(3);
});

it("is taken by registerInstrumentations, which names its providers", async () => {
  const stage = openStage();
  const instrumentation = instrument({ enabled: false, captureMessageContent: true });
  const { tracerProvider, meterProvider, loggerProvider } = stage;

  const stop = registerInstrumentations({
    instrumentations: [instrumentation],
    tracerProvider,
    meterProvider,
    loggerProvider,
  });
  await plainClient().run("acme/text", INPUT);
  stop();
  await plainClient().run("acme/text", INPUT);

  checkSpan(stage.span());
  expect(stage.span().attributes).toHaveProperty("gen_ai.input.messages");
  expect((await stage.metrics()).size).toBeGreaterThan(0);
});

it("is taken by NodeSDK, whose shutdown ends what is open", async () => {
  const exporter = new InMemorySpanExporter();
  const instrumentation = instrument();
  const ended: string[] = [];
  const sdk = new NodeSDK({
    autoDetectResources: false,
    instrumentations: [instrumentation],
    metricReaders: [],
    logRecordProcessors: [],
    spanProcessors: [
      instrumentation.spanProcessor(),
      new SimpleSpanProcessor(exporter),
      {
        onStart: () => {},
        onEnd: ({ name }) => void ended.push(name),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  });
  sdk.start();

  await plainClient().run("acme/text", INPUT);
  await plainClient().predictions.create({ model: "acme/never", ...INPUT });
  for (const span of exporter.getFinishedSpans()) checkSpan(span);
  await sdk.shutdown();

  expect(ended).toEqual(["text_completion acme/text", "text_completion acme/never"]);
});

it("tells Braintrust and OpenTelemetry of the same execution, by one tap", async () => {
  const scene = await startScene();
  const stage = openStage();
  instrument(providersOf(stage));

  const replicate = wrapReplicate(plainClient());
  await replicate.run("acme/text", INPUT);
  const { id } = await replicate.predictions.create({ model: "acme/text", ...INPUT });
  await replicate.predictions.get(id);

  const rows = await scene.rows();
  expect(rows.map((row) => row.span_attributes?.name)).toEqual([
    "replicate.run",
    "replicate.predictions.create",
  ]);
  expect(stage.spans()).toHaveLength(2);
  expect(rows.map((row) => row.metadata?.["prediction_id"])).toEqual(
    stage.spans().map(({ attributes }) => attributes["replicate.prediction.id"]),
  );
  expect(rows[1]?.id).toBe(id);
});

it("leaves a class to whoever wraps it, before or after, and still hears of it", async () => {
  const stage = openStage();
  const sink = rememberingSink();
  instrument(providersOf(stage));
  onTestFinished(() => void unwrapReplicate(Replicate));

  wrapReplicate(Replicate, { sinks: [sink] });
  await plainClient().run("acme/text", INPUT);

  expect(sink.ended).toHaveLength(1);
  expect(stage.spans()).toHaveLength(1);
});

it("is wrapped over by an app that names no options", async () => {
  const scene = await startScene();
  const stage = openStage();
  instrument(providersOf(stage));
  onTestFinished(() => void unwrapReplicate(Replicate));

  wrapReplicate(Replicate);
  await plainClient().run("acme/text", INPUT);

  expect(await scene.rows()).toHaveLength(1);
  expect(stage.spans()).toHaveLength(1);
});

it("makes no second span where the app has named a sink of OpenTelemetry itself", async () => {
  const own = openStage();
  const shared = openStage();
  instrument(providersOf(shared));

  await wrapReplicate(plainClient(), { sinks: [own.sink, braintrustSink()] }).run(
    "acme/text",
    INPUT,
  );

  expect(own.spans()).toHaveLength(1);
  expect(shared.spans()).toEqual([]);
});

it("says when what it is shown is not the class of clients", () => {
  const problems: string[] = [];
  const onError = ({ message }: Error): void => void problems.push(message);

  instrument({ onError }).manuallyInstrument({});

  expect(problems).toEqual([
    "braintrust-replicate: tracing failed and was skipped: TypeError: manuallyInstrument takes the class `Replicate`",
  ]);
});

it("changes its configuration, unless that is wrong", async () => {
  const stage = openStage();
  const instrumentation = instrument({ enabled: false });
  instrumentation.setTracerProvider(stage.tracerProvider);
  instrumentation.enable();

  instrumentation.setConfig({ captureMessageContent: true, captureOutput: false });
  expect(() => instrumentation.setConfig({ captureMessageContent: "x" as "NO_CONTENT" })).toThrow(
    "option `captureMessageContent` must be",
  );
  await plainClient().run("acme/text", INPUT);

  expect(instrumentation.getConfig()).toEqual({
    enabled: true,
    captureMessageContent: true,
    captureOutput: false,
  });
  expect(stage.span().attributes).toHaveProperty("gen_ai.input.messages");
  expect(stage.span().attributes).not.toHaveProperty("gen_ai.output.messages");
});

it("names the version of its package", () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  expect(instrument({ enabled: false })).toMatchObject({
    instrumentationName: "braintrust-replicate",
    instrumentationVersion: version,
  });
});
