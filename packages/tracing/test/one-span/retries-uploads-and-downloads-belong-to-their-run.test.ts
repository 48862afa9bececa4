import { createEmulator, file } from "replicate-emulator";
import Replicate from "replicate";
import { wrapReplicate } from "braintrust-replicate";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";
import { tracedClient } from "../support/traced-client.ts";

it("counts retries as attempts of the one run", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  emulator.fault({ kind: "status", status: 429, method: "POST", times: 2 });

  await tracedClient(emulator).run("acme/text", { input: { prompt: "hi" } });

  expect(emulator.requests).toHaveLength(3);
  expect(onlyRow(await scene.rows())).toMatchObject({
    output: "You said: hi",
    metadata: { attempts: 3 },
  });
  await expectEachEndedOnce(scene);
});

it("counts the retries of a prediction and of a stream", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);
  const input = { prompt: "hi" };

  emulator.fault({ kind: "reset-before-response", method: "POST", handled: true });
  const { id } = await client.predictions.create({ model: "acme/text", input });
  emulator.fault({ kind: "status", status: 429, method: "POST" });
  const stream = client.stream("acme/text", { input });
  while ((await stream.next()).done !== true);
  // Polls are retried as well, and are no attempts to create anything.
  emulator.fault({ kind: "status", status: 500, method: "GET" });
  await client.predictions.get(id);

  const [prediction, streamed] = await scene.rows();
  expect(prediction).toMatchObject({ id, metadata: { attempts: 2, status: "succeeded" } });
  expect(streamed).toMatchObject({ metadata: { attempts: 2, status: "succeeded" } });
  await expectEachEndedOnce(scene);
});

it("says nothing of attempts where there was one", async () => {
  const scene = await startScene();
  await tracedClient(createEmulator({ models: testModels() })).run("acme/text", { input: {} });
  expect(onlyRow(await scene.rows())).not.toHaveProperty("metadata.attempts");
});

it("takes uploads, polls and downloads for parts of their run", async () => {
  const scene = await startScene();
  const emulator = createEmulator({
    models: [{ name: "acme/paint", official: true, script: { output: [file("png", 1)] } }],
  });
  const client = wrapReplicate(new Replicate({ auth: testToken(), fetch: emulator.fetch }));
  const image = new Blob(["picture"], { type: "image/png" });

  const output = await client.run("acme/paint", {
    input: { image, prompt: "again" },
    wait: { mode: "poll", interval: 1 },
  });
  const [painted] = output as [{ url(): URL; blob(): Promise<Blob> }];
  const bytes = (await painted.blob()).size;

  expect(emulator.requests.map(({ method, path }) => `${method} ${path.split("/")[2]}`)).toEqual([
    "POST files",
    "POST models",
    "GET predictions",
    expect.stringMatching(/^GET /) as string,
  ]);
  const row = onlyRow(await scene.rows());
  expect(bytes).toBeGreaterThan(0);
  expect(row).toMatchObject({
    input: { prompt: "again", image: { type: "braintrust_attachment", content_type: "image/png" } },
    output: [painted.url().href],
  });
  const { image: attached } = row.input as { image: { key: string } };
  const kept = scene.collector.store.attachment(attached.key)?.bytes ?? [];
  expect(Buffer.from(kept).toString()).toBe("picture");
  await expectEachEndedOnce(scene);
});
