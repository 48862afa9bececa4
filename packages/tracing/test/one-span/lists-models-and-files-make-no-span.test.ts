import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { expect, it } from "vitest";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("makes no span of what is no execution", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels(), deployments: { "acme/d": "acme/text" } });
  const client = tracedClient(emulator);
  const { latest_version: version } = await client.models.get("acme", "text");
  await client.models.list();
  await client.models.versions.list("acme", "text");
  await client.models.versions.get("acme", "text", version?.id ?? "");
  await client.collections.list();
  await client.hardware.list();
  await client.accounts.current();
  await client.deployments.list();
  await client.deployments.get("acme", "d");
  await client.trainings.list();
  const { id } = await client.files.create(new Blob(["x"]));
  await client.files.get(id);
  await client.files.list();
  await client.files.delete(id);

  expect(await scene.rows()).toEqual([]);
});

it("makes no span of pages of predictions", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const other = new Replicate({ auth: "other", fetch: emulator.fetch });
  for (let count = 0; count < 101; count += 1) {
    await other.predictions.create({ model: "acme/text", input: { prompt: "hi" } });
  }
  const client = tracedClient(emulator);

  await client.predictions.list();
  const pages: number[] = [];
  for await (const page of client.paginate(() => client.predictions.list()))
    pages.push(page.length);

  expect(pages).toEqual([100, 1]);
  expect(await scene.rows()).toEqual([]);
});
