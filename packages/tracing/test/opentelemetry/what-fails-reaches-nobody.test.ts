import { metrics, trace } from "@opentelemetry/api";
import {
  SamplingDecision,
  SimpleSpanProcessor,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-base";
import { openTelemetrySink } from "braintrust-replicate/opentelemetry";
import { createEmulator } from "replicate-emulator";
import { describe, expect, it } from "vitest";
import { testModels } from "../support/test-models.ts";
import { openStage, type StageOptions } from "./support/open-stage.ts";
import { toldClient } from "./support/told-client.ts";

const ANSWER = ["You said", ": ", "Hi", ""];

function boom(): never {
  throw new Error("boom");
}

const broken: SpanExporter = { export: boom, shutdown: () => Promise.resolve() };

const CASES: ReadonlyArray<
  readonly [what: string, options: StageOptions, spans: number, problem: RegExp | undefined]
> = [
  [
    "a sampler drops",
    {
      sampler: {
        shouldSample: () => ({ decision: SamplingDecision.NOT_RECORD }),
        toString: () => "none",
      },
    },
    0,
    undefined,
  ],
  [
    "a sampler throws",
    { sampler: { shouldSample: boom, toString: () => "broken" } },
    0,
    /a span could not be started: Error: boom/,
  ],
  ["an exporter is broken", { processors: [new SimpleSpanProcessor(broken)] }, 1, undefined],
  [
    "a hook at the start throws",
    { requestHook: boom },
    1,
    /a hook of OpenTelemetry threw: Error: boom/,
  ],
  [
    "a hook at the end throws",
    { responseHook: boom },
    1,
    /a hook of OpenTelemetry threw: Error: boom/,
  ],
  ["a provider of metrics throws", { meterProvider: { getMeter: boom } }, 1, /boom/],
  [
    "a provider of logs throws",
    { loggerProvider: { getLogger: boom }, captureMessageContent: "EVENT_ONLY" },
    1,
    /boom/,
  ],
  ["a provider of spans throws", { tracerProvider: { getTracer: boom } }, 0, /boom/],
];

describe.each(CASES)("%s", (...[, options, spans, problem]) => {
  it("changes nothing for the caller, and ends what has started once", async () => {
    const stage = openStage(options);
    const replicate = toldClient(createEmulator({ models: testModels() }), stage);

    expect(await replicate.run("acme/text", { input: { prompt: "Hi" } })).toEqual(ANSWER);

    expect(stage.spans()).toHaveLength(spans);
    const problems = stage.problems.map(({ message }) => message).join("\n");
    expect(problems).toMatch(problem ?? /^$/);
  });
});

it("lets the SDK cut what is over its limits", async () => {
  const stage = openStage({
    captureMessageContent: true,
    spanLimits: { attributeValueLengthLimit: 20, attributeCountLimit: 8 },
  });
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  const prompt = "long ".repeat(10_000);
  const answer = (await replicate.run("acme/text", { input: { prompt } })) as string[];

  expect(answer[2]).toBe(prompt);
  const { attributes, droppedAttributesCount } = stage.span();
  expect(Object.keys(attributes)).toHaveLength(8);
  expect(droppedAttributesCount).toBeGreaterThan(0);
  expect(stage.problems).toEqual([]);
});

it("asks nothing of anybody where no provider is registered", async () => {
  const sink = openTelemetrySink();
  expect(sink.listening()).toBe(false);
  const replicate = toldClient(createEmulator({ models: testModels() }), {
    sinks: [sink],
    problems: [],
  });

  expect(await replicate.run("acme/text", { input: { prompt: "Hi" } })).toEqual(ANSWER);
});

it("takes providers that are registered later, and notices when they go", async () => {
  const stage = openStage();
  const sink = openTelemetrySink();
  const replicate = toldClient(createEmulator({ models: testModels() }), {
    sinks: [sink],
    problems: stage.problems,
  });

  trace.setGlobalTracerProvider(stage.tracerProvider);
  await replicate.run("acme/text", { input: { prompt: "Hi" } });
  expect(stage.spans()).toHaveLength(1);
  trace.disable();
  expect(sink.listening()).toBe(false);

  metrics.setGlobalMeterProvider(stage.meterProvider);
  expect(sink.listening()).toBe(true);
  await replicate.run("acme/text", { input: { prompt: "Hi" } });
  expect(stage.spans()).toHaveLength(1);
  expect((await stage.metrics()).has("gen_ai.client.operation.duration")).toBe(true);
});

it.each([
  [
    { tracerProvider: {} },
    "option `tracerProvider` must be an object with a method `getTracer`; got object",
  ],
  [
    { captureMessageContent: "ALL" },
    'option `captureMessageContent` must be true, false, NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT; got "ALL"',
  ],
  [{ propagate: "yes" }, 'option `propagate` must be boolean; got "yes"'],
  [{ provider: {} }, "there is no option `provider` of OpenTelemetry; there are tracerProvider,"],
])("refuses options that are wrong: %o", (options, message) => {
  expect(() => openTelemetrySink(options as never)).toThrow(message);
});
