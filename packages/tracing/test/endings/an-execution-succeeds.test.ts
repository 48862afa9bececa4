import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends when a blocking run settles, with the status that was reported", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  await client.run("acme/text", { input: { prompt: "hello" } });

  expect(onlyRow(await scene.rows())).toMatchObject({
    span_attributes: { name: "replicate.run", type: "llm" },
    input: { prompt: "hello" },
    output: "You said: hello",
    metadata: { provider: "replicate", model: "acme/text", status: "processing" },
  });
  await expectEachEndedOnce(scene);
});

it("ends when a polling run settles, with metrics", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const wait = { mode: "poll", interval: 1 } as const;
  await client.run("acme/text", { input: { prompt: "hello" }, wait });

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    output: "You said: hello",
    metadata: { status: "succeeded" },
    metrics: { prompt_tokens: 4, completion_tokens: 4, tokens: 8, predict_time: 0.5 },
  });
  expect(row).not.toHaveProperty("error");
  expect(row).not.toHaveProperty("metadata.incomplete");
  await expectEachEndedOnce(scene);
});

it("ends a prediction with the poll that sees it succeed", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const { id } = await client.predictions.create({ model: "acme/text", input: { prompt: "hi" } });
  await client.predictions.get(id);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    id,
    span_attributes: { name: "replicate.predictions.create", type: "llm" },
    output: "You said: hi",
    metadata: { prediction_id: id, status: "succeeded" },
  });
  await expectEachEndedOnce(scene);
});

it("ends a blocking prediction with its answer when that is terminal", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels(), blockingFlavour: "succeeded" });

  const input = { prompt: "hi" };
  await tracedClient(emulator).predictions.create({ model: "acme/text", input, wait: true });

  expect(onlyRow(await scene.rows())).toMatchObject({ metadata: { status: "succeeded" } });
  await expectEachEndedOnce(scene);
});

it("ends a deployment's prediction and a training like any other", async () => {
  const scene = await startScene();
  const deployments = { "acme/fast": "acme/text" };
  const emulator = createEmulator({ models: testModels(), deployments });
  const client = tracedClient(emulator);

  const input = { prompt: "hi" };
  const deployed = await client.deployments.predictions.create("acme", "fast", { input });
  const { latest_version: latest } = await client.models.get("acme", "text");
  const training = await client.trainings.create("acme", "text", latest?.id ?? "", {
    destination: "acme/trained",
    input: { train_data: "https://example.com/data.zip" },
  });
  await client.predictions.get(deployed.id);
  await client.trainings.get(training.id);

  const [prediction, trained] = await scene.rows();
  expect(prediction).toMatchObject({
    id: deployed.id,
    span_attributes: { name: "replicate.deployments.predictions.create", type: "llm" },
    metadata: { deployment: "acme/fast", status: "succeeded" },
  });
  expect(trained).toMatchObject({
    id: training.id,
    span_attributes: { name: "replicate.trainings.create", type: "task" },
    metadata: { model: "acme/text", version: latest?.id, status: "succeeded" },
    output: { version: "acme/trained:1" },
  });
  await expectEachEndedOnce(scene);
});

it("ends a stream with its `done` event, before the connection closes", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const stream = client.stream("acme/text", { input: { prompt: "hello" } });
  let last = await stream.next();
  while (last.value?.event !== "done") last = await stream.next();
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ metadata: { status: "succeeded" } });
  expect(row).toHaveProperty("metrics.end");
  expect(await stream.next()).toMatchObject({ done: true });

  expect(onlyRow(await scene.rows())).toMatchObject({
    span_attributes: { name: "replicate.stream" },
    output: "You said: hello",
    metrics: { time_to_first_token: expect.any(Number) as number },
  });
  await expectEachEndedOnce(scene);
});
