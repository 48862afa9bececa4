import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends a run that fails while it is polled", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const running = client.run("acme/fails", { input: {}, wait: { mode: "poll", interval: 1 } });

  await expect(running).rejects.toThrow("Prediction failed: CUDA out of memory");
  expect(onlyRow(await scene.rows())).toMatchObject({
    error: "CUDA out of memory",
    metadata: { status: "failed", logs: "Loading weights\n" },
  });
  await expectEachEndedOnce(scene);
});

it("ends a run whose blocking answer is a failure", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  await expect(client.run("acme/fails", { input: {} })).rejects.toThrow("CUDA out of memory");

  expect(onlyRow(await scene.rows())).toMatchObject({
    error: "CUDA out of memory",
    metadata: { status: "failed" },
  });
  await expectEachEndedOnce(scene);
});

it("ends a prediction that fails, which throws nothing", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const { id } = await client.predictions.create({ model: "acme/fails", input: {} });
  await client.predictions.get(id);

  expect(onlyRow(await scene.rows())).toMatchObject({
    id,
    error: "CUDA out of memory",
    metadata: { status: "failed" },
  });
  await expectEachEndedOnce(scene);
});

it("ends a stream with its `error` event, keeping what came before", async () => {
  const scene = await startScene();
  const stream = tracedClient(createEmulator({ models: testModels() })).stream("acme/fails", {
    input: {},
  });

  expect(await stream.next()).toMatchObject({ value: { data: "Half a" } });
  await expect(stream.next()).rejects.toThrow("CUDA out of memory");

  expect(onlyRow(await scene.rows())).toMatchObject({
    output: "Half a",
    error: "CUDA out of memory",
    metadata: { status: "failed" },
  });
  await expectEachEndedOnce(scene);
});

it("says that a prediction was aborted by Replicate", async () => {
  const scene = await startScene();
  const emulator = createEmulator({
    models: [{ name: "acme/aborts", official: true, script: { status: "aborted" } }],
  });

  await tracedClient(emulator).run("acme/aborts", { input: {} });

  expect(onlyRow(await scene.rows())).toMatchObject({
    error: "Prediction aborted",
    metadata: { status: "aborted" },
  });
  await expectEachEndedOnce(scene);
});
