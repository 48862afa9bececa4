import { BraintrustSpanProcessor, resetOtelCompat, setupOtelCompat } from "@braintrust/otel";
import { isDefaultExportSpan } from "@langfuse/otel";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { braintrustSink } from "braintrust-replicate";
import { exceptReplicate } from "braintrust-replicate/opentelemetry";
import { _internalGetGlobalState } from "braintrust";
import { createEmulator } from "replicate-emulator";
import { expect, it, onTestFinished } from "vitest";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { toldClient } from "./support/told-client.ts";

const INPUT = { input: { prompt: "Hi" } };

interface Bridge {
  readonly processor: BraintrustSpanProcessor;
  readonly exporter: InMemorySpanExporter;
}

/** Braintrust's processor, with its filter, before an exporter that keeps what it lets through. */
function bridge(options: { readonly customFilter?: typeof exceptReplicate } = {}): Bridge {
  const exporter = new InMemorySpanExporter();
  const processor = new BraintrustSpanProcessor({
    filterAISpans: true,
    _spanProcessor: new SimpleSpanProcessor(exporter),
    ...options,
  });
  onTestFinished(() => _internalGetGlobalState()?.registerOtelFlush(undefined as never));
  return { processor, exporter };
}

function playOn(stage: Stage, sinks = stage.sinks): Promise<unknown> {
  const { fetch } = createEmulator({ models: testModels() });
  return toldClient({ fetch }, { ...stage, sinks }).run("acme/text", INPUT);
}

it("are kept by Braintrust's filter for spans of AI", async () => {
  const { processor, exporter } = bridge();
  const stage = openStage({ processors: [processor] });
  stage.tracerProvider.getTracer("app").startSpan("not of AI").end();

  await playOn(stage);

  expect(stage.spans()).toHaveLength(2);
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([
    "text_completion acme/text",
  ]);
});

it("are kept by Langfuse's default filter", async () => {
  const stage = openStage();
  await playOn(stage);

  expect(isDefaultExportSpan(stage.span())).toBe(true);
});

it("are one in Braintrust, which gets each execution directly as well", async () => {
  const scene = await startScene();
  setupOtelCompat();
  onTestFinished(resetOtelCompat);
  const { processor, exporter } = bridge();
  const stage = openStage({ processors: [processor] });

  await playOn(stage, [braintrustSink(), stage.sink]);

  expect(await scene.rows()).toHaveLength(1);
  expect(exporter.getFinishedSpans()).toEqual([]);
  expect(stage.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("would show each execution twice"),
  ]);
});

it("are one in Braintrust, and elsewhere as well, where the app keeps ours from the bridge", async () => {
  const scene = await startScene();
  const { processor, exporter } = bridge({ customFilter: exceptReplicate });
  const stage = openStage({ processors: [processor], besideBraintrust: true });

  await playOn(stage, [braintrustSink(), stage.sink]);

  expect(await scene.rows()).toHaveLength(1);
  expect(exporter.getFinishedSpans()).toEqual([]);
  expect(stage.spans()).toHaveLength(1);
  expect(stage.problems).toEqual([]);
});

it("reach Braintrust by the bridge alone where nothing is logged directly", async () => {
  const { processor, exporter } = bridge();
  const stage = openStage({ processors: [processor] });

  await playOn(stage);

  expect(exporter.getFinishedSpans()).toHaveLength(1);
  expect(stage.problems).toEqual([]);
});
