import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("makes one row of a prediction, however often it is looked at", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);

  const created = await client.predictions.create({ model: "acme/drip", input: {} });
  for (let look = 0; look < 10; look += 1) await client.predictions.get(created.id);
  expect(await scene.rows()).toHaveLength(1);
  await client.predictions.cancel(created.id);
  for (let look = 0; look < 10; look += 1) await client.predictions.get(created.id);

  expect(onlyRow(await scene.rows())).toMatchObject({
    id: created.id,
    metadata: { status: "canceled" },
  });
  expect(emulator.requests).toHaveLength(22);
});

it("waits for a prediction within its span", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const created = await client.predictions.create({ model: "acme/text", input: { prompt: "a" } });
  const done = await client.wait(created, { interval: 1 });
  await client.wait(done, {});

  expect(onlyRow(await scene.rows())).toMatchObject({
    id: created.id,
    output: "You said: a",
    metadata: { status: "succeeded" },
  });
  await expectEachEndedOnce(scene);
});

it("follows a prediction from the client that created it to another one", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });

  const input = { prompt: "hi" };
  const { id } = await tracedClient(emulator).predictions.create({ model: "acme/text", input });
  await tracedClient(emulator).predictions.get(id);

  expect(onlyRow(await scene.rows())).toMatchObject({
    span_attributes: { name: "replicate.predictions.create" },
    metadata: { status: "succeeded" },
  });
  await expectEachEndedOnce(scene);
});

it("sees the polls that an app makes by hand", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const created = await client.request("/models/acme/text/predictions", {
    method: "POST",
    data: { input: { prompt: "by hand" } },
  });
  const { id } = (await created.json()) as { id: string };
  const polled = await client.request(`/predictions/${id}`, { method: "GET" });
  await polled.json();

  expect(onlyRow(await scene.rows())).toMatchObject({
    id,
    span_attributes: { name: "replicate.predictions.create", type: "llm" },
    input: { prompt: "by hand" },
    output: "You said: by hand",
    metadata: { model: "acme/text", status: "succeeded" },
  });
  await expectEachEndedOnce(scene);
});
