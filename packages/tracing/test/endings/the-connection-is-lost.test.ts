import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends a stream whose connection breaks, keeping what came", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  emulator.fault({ kind: "reset-mid-body", afterBytes: 80, path: "/v1/streams/*" });
  const stream = tracedClient(emulator).stream("acme/drip", { input: {} });

  const delivered: string[] = [];
  const reading = async (): Promise<void> => {
    for await (const event of stream) delivered.push(event.data);
  };

  await expect(reading()).rejects.toThrow("terminated");
  expect(delivered.length).toBeGreaterThan(0);
  expect(onlyRow(await scene.rows())).toMatchObject({
    output: delivered.join(""),
    error: "terminated",
  });
  await expectEachEndedOnce(scene);
});

it("ends a stream that closes without `done`", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  emulator.fault({ kind: "sse-without-done", path: "/v1/streams/*" });

  const stream = tracedClient(emulator).stream("acme/text", { input: { prompt: "hi" } });
  while ((await stream.next()).done !== true);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ output: "You said: hi", metadata: { status: "starting" } });
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});

it("ends a run whose requests all break, and counts them", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  emulator.fault({ kind: "reset-before-response", path: "/v1/models/*", times: Infinity });

  const running = tracedClient(emulator).run("acme/text", { input: { prompt: "hi" } });

  await expect(running).rejects.toThrow("fetch failed");
  expect(onlyRow(await scene.rows())).toMatchObject({
    error: "fetch failed",
    metadata: { attempts: emulator.requests.length },
  });
  await expectEachEndedOnce(scene);
});

it("ends a run whose answer breaks off", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  emulator.fault({ kind: "malformed-json", path: "/v1/models/*" });

  const running = tracedClient(emulator).run("acme/text", { input: { prompt: "hi" } });

  await expect(running).rejects.toThrow(SyntaxError);
  expect(onlyRow(await scene.rows())).toHaveProperty("error");
  await expectEachEndedOnce(scene);
});

it("does not end a prediction because one poll of it broke", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);
  const { id } = await client.predictions.create({ model: "acme/text", input: { prompt: "hi" } });
  const undo = emulator.fault({
    kind: "reset-before-response",
    path: "/v1/predictions/*",
    times: Infinity,
  });

  await expect(client.predictions.get(id)).rejects.toThrow("fetch failed");
  expect(onlyRow(await scene.rows())).not.toHaveProperty("metrics.end");
  undo();
  await client.predictions.get(id);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ metadata: { status: "succeeded" } });
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});
