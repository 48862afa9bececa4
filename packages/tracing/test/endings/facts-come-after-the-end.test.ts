import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("adds the metrics of a run that was over before Replicate counted", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);

  await client.run("acme/text", { input: { prompt: "hi" } });
  const before = onlyRow(await scene.rows());
  expect(before).not.toHaveProperty("metrics.tokens");
  await client.predictions.get(emulator.predictions.list()[0]?.id ?? "");

  const after = onlyRow(await scene.rows());
  expect(after).toMatchObject({
    id: before.id,
    input: { prompt: "hi" },
    output: "You said: hi",
    metadata: { model: "acme/text", status: "succeeded" },
    metrics: { start: before.metrics?.["start"], end: before.metrics?.["end"], tokens: 8 },
  });
  await expectEachEndedOnce(scene, { "replicate.run": 2 });
});

it("adds the metrics of a stream, whose text stays", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);

  const stream = client.stream("acme/text", { input: { prompt: "hi" } });
  while ((await stream.next()).done !== true);
  const before = onlyRow(await scene.rows());
  await client.predictions.get(emulator.predictions.list()[0]?.id ?? "");

  expect(onlyRow(await scene.rows())).toMatchObject({
    id: before.id,
    output: "You said: hi",
    metrics: { ...before.metrics, prompt_tokens: 4, completion_tokens: 4 },
  });
  await expectEachEndedOnce(scene, { "replicate.stream": 2 });
});

it("writes nothing for a look that tells nothing new", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const { id } = await client.predictions.create({ model: "acme/text", input: { prompt: "hi" } });
  await client.predictions.get(id);
  await scene.rows();
  const written = (await scene.written()).length;
  for (let look = 0; look < 20; look += 1) await client.predictions.get(id);

  await scene.rows();
  expect(await scene.written()).toHaveLength(written);
  await expectEachEndedOnce(scene);
});

it("loses nothing when Replicate has deleted the data", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);

  const { id } = await client.predictions.create({ model: "acme/fails", input: { prompt: "hi" } });
  await client.predictions.get(id);
  emulator.removeData(id);
  await client.predictions.get(id);

  expect(onlyRow(await scene.rows())).toMatchObject({
    input: { prompt: "hi" },
    error: "CUDA out of memory",
    metadata: { status: "failed", logs: "Loading weights\n" },
  });
});
