import { SpanStatusCode } from "@opentelemetry/api";
import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { collect } from "../support/collect.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";
import { checkSpan } from "./support/check-span.ts";
import { toldClient } from "./support/told-client.ts";
import { openStage } from "./support/open-stage.ts";

const ANY_ID = expect.stringMatching(/^[a-z0-9]{26}$/) as string;

it("tells of a run what the conventions ask for", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);
  const before = Date.now();

  await replicate.run("acme/text", {
    input: {
      prompt: "Hi",
      temperature: 0.5,
      top_p: 1,
      top_k: 3,
      seed: 7,
      max_tokens: 9,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      stop: "end",
      num_outputs: 2,
    },
  });

  const span = stage.span();
  checkSpan(span);
  expect(span.name).toBe("text_completion acme/text");
  expect(span.attributes).toEqual({
    "gen_ai.operation.name": "text_completion",
    "gen_ai.provider.name": "replicate",
    "gen_ai.request.model": "acme/text",
    "gen_ai.request.temperature": 0.5,
    "gen_ai.request.top_p": 1,
    "gen_ai.request.top_k": 3,
    "gen_ai.request.seed": 7,
    "gen_ai.request.max_tokens": 9,
    "gen_ai.request.frequency_penalty": 0.1,
    "gen_ai.request.presence_penalty": 0.2,
    "gen_ai.request.stop_sequences": ["end"],
    "gen_ai.request.choice.count": 2,
    "gen_ai.response.id": ANY_ID,
    "gen_ai.response.model": "acme/text",
    "gen_ai.output.type": "text",
    "server.address": "api.replicate.com",
    "server.port": 443,
    "replicate.operation": "run",
    "replicate.prediction.id": ANY_ID,
    "replicate.status": "processing",
    "replicate.url": expect.stringMatching(/^https:\/\/replicate\.com\/p\//) as string,
  });
  expect(span.status).toEqual({ code: SpanStatusCode.UNSET });
  expect(span.startTime[0] * 1000 + span.startTime[1] / 1e6).toBeGreaterThanOrEqual(before);
  expect(stage.problems).toEqual([]);
});

it("says of a stream that it is one, and how long its first chunk took", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  await collect(replicate.stream("acme/text", { input: { prompt: "Hi" } }));

  const span = stage.span();
  checkSpan(span);
  expect(span.attributes).toMatchObject({
    "gen_ai.operation.name": "text_completion",
    "gen_ai.request.stream": true,
    "gen_ai.response.time_to_first_chunk": expect.any(Number) as number,
    "replicate.operation": "stream",
    "replicate.status": "succeeded",
  });
});

it("says of a failure what kind it is, and why the model stopped", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  await expect(replicate.run("acme/fails", { input: { prompt: "Hi" } })).rejects.toThrow("memory");

  const span = stage.span();
  checkSpan(span);
  expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: "CUDA out of memory" });
  expect(span.attributes).toMatchObject({
    "error.type": "prediction_failed",
    "gen_ai.response.finish_reasons": ["error"],
    "replicate.status": "failed",
  });
});

it("keeps the span of a prediction open until this process sees its end", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  const { id } = await replicate.predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });
  expect(stage.spans()).toEqual([]);
  await replicate.predictions.get(id);
  await replicate.predictions.get(id);

  const span = stage.span();
  checkSpan(span);
  expect(span.attributes).toMatchObject({
    "gen_ai.usage.input_tokens": 4,
    "gen_ai.usage.output_tokens": 4,
    "replicate.predict_time": 0.5,
    "replicate.operation": "predictions.create",
    "replicate.prediction.id": id,
    "replicate.status": "succeeded",
  });
});

it("calls trainings and looks by Replicate's own words", async () => {
  const stage = openStage();
  const emulator = createEmulator({ models: testModels() });
  const { id: unseen } = await tracedClient(emulator, { sinks: [] }).predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });
  const replicate = toldClient(emulator, stage);
  const { latest_version: version } = await replicate.models.get("acme", "text");

  const { id } = await replicate.trainings.create("acme", "text", version?.id ?? "", {
    destination: "acme/trained",
    input: {},
  });
  await replicate.trainings.get(id);
  await replicate.predictions.get(unseen);

  const [training, look] = stage.spans();
  for (const span of stage.spans()) checkSpan(span);
  expect(training?.name).toBe("trainings.create acme/text");
  expect(training?.attributes).toMatchObject({
    "replicate.training.id": id,
    "replicate.version": version?.id,
  });
  expect(training?.attributes).not.toHaveProperty("gen_ai.output.type");
  expect(look?.name).toBe("predictions.get acme/text");
  expect(look?.attributes).toMatchObject({ "replicate.prediction.id": unseen });
  // Whoever made it counts what it used.
  expect(look?.attributes).not.toHaveProperty("gen_ai.usage.input_tokens");
});

it("names a deployment, and the model that it answered with", async () => {
  const stage = openStage();
  const emulator = createEmulator({
    models: testModels(),
    deployments: { "acme/fast": "acme/text" },
  });
  const replicate = toldClient(emulator, stage);

  const created = await replicate.deployments.predictions.create("acme", "fast", {
    input: { prompt: "Hi" },
  });
  await replicate.wait(created, { interval: 1 });

  const span = stage.span();
  checkSpan(span);
  expect(span.attributes).toMatchObject({
    "gen_ai.request.model": "acme/fast",
    "gen_ai.response.model": "acme/text",
    "replicate.deployment": "acme/fast",
    "replicate.operation": "deployments.predictions.create",
  });
});

it("names the model of a version once the answer says it, and the server that was really asked", async () => {
  const stage = openStage();
  const emulator = createEmulator({ models: testModels() });
  const server = await emulator.listen();
  const replicate = toldClient({ fetch: globalThis.fetch }, stage, { baseUrl: server.url });
  const { latest_version: version } = await replicate.models.get("acme", "text");

  const created = await replicate.predictions.create({
    version: version?.id ?? "",
    input: { prompt: "Hi" },
  });
  await replicate.predictions.get(created.id);
  await server.close();

  const span = stage.span();
  checkSpan(span);
  expect(span.name).toBe("text_completion acme/text");
  expect(span.attributes).toMatchObject({
    "replicate.version": version?.id,
    "server.address": "127.0.0.1",
    "server.port": Number(new URL(server.url).port),
  });
});

it("leaves a prediction that was canceled without an error, and one that was stopped", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  const { id } = await replicate.predictions.create({
    model: "acme/never",
    input: { prompt: "Hi" },
  });
  await replicate.predictions.cancel(id);
  for await (const _ of replicate.stream("acme/drip", { input: { prompt: "Hi" } })) break;

  const [canceled, stopped] = stage.spans();
  for (const span of stage.spans()) {
    checkSpan(span);
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expect(span.attributes).not.toHaveProperty("error.type");
    expect(span.attributes).not.toHaveProperty("gen_ai.response.finish_reasons");
  }
  expect(canceled?.attributes).toMatchObject({ "replicate.status": "canceled" });
  expect(stopped?.attributes).toMatchObject({ "replicate.incomplete": "stopped_early" });
});
