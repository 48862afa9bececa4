import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends an open prediction that is canceled", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const { id } = await client.predictions.create({ model: "acme/never", input: { prompt: "hi" } });
  await client.predictions.cancel(id);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ id, metadata: { status: "canceled" } });
  expect(row).not.toHaveProperty("error");
  expect(row).not.toHaveProperty("metadata.incomplete");
  await expectEachEndedOnce(scene);
});

it("keeps the partial output that the cancel answer does not repeat", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const { id } = await client.predictions.create({ model: "acme/drip", input: {} });
  await client.predictions.get(id);
  await client.predictions.cancel(id);

  expect(onlyRow(await scene.rows())).toMatchObject({
    output: "One two three",
    metadata: { status: "canceled" },
  });
  await expectEachEndedOnce(scene);
});

it("ends a stream whose prediction is canceled meanwhile", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);
  const stream = client.stream("acme/drip", { input: {} });

  await stream.next();
  const [running] = emulator.predictions.list();
  await client.predictions.cancel(running?.id ?? "");
  while ((await stream.next()).done !== true);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ output: "One two three", metadata: { status: "canceled" } });
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});

it("ends a training that is canceled", async () => {
  const scene = await startScene();
  const emulator = createEmulator({
    models: [{ name: "acme/t", official: true, script: {}, training: { neverEnds: true } }],
  });
  const client = tracedClient(emulator);
  const { latest_version: version } = await client.models.get("acme", "t");

  const { id } = await client.trainings.create("acme", "t", version?.id ?? "", {
    destination: "acme/new",
    input: {},
  });
  await client.trainings.cancel(id);

  expect(onlyRow(await scene.rows())).toMatchObject({ id, metadata: { status: "canceled" } });
  await expectEachEndedOnce(scene);
});
