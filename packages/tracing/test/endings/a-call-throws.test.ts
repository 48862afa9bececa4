import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends a run with the error that the caller gets", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  await expect(client.run("acme/missing", { input: {} })).rejects.toThrow("404");

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    error: expect.stringContaining("404") as string,
    metadata: { model: "acme/missing" },
  });
  expect(row).not.toHaveProperty("metadata.status");
  await expectEachEndedOnce(scene);
});

it("ends a run that throws before any request", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator());

  await expect(client.run("nonsense" as "a/b", { input: {} })).rejects.toThrow("Invalid reference");

  expect(onlyRow(await scene.rows())).toMatchObject({
    error: expect.stringContaining("Invalid reference") as string,
    metadata: { model: "nonsense" },
  });
  await expectEachEndedOnce(scene);
});

it("ends a run whose `progress` throws, with what it threw", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));
  const problem = new Error("the caller's own");

  const running = client.run("acme/text", { input: { prompt: "hi" } }, () => {
    throw problem;
  });

  await expect(running).rejects.toBe(problem);
  expect(onlyRow(await scene.rows())).toMatchObject({ error: "the caller's own" });
  await expectEachEndedOnce(scene);
});

it("ends a prediction and a training whose creation is refused", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const create = client.predictions.create({ model: "acme/missing", input: { prompt: "hi" } });
  await expect(create).rejects.toThrow("404");
  const train = client.trainings.create("acme", "missing", "abc", {
    destination: "acme/new",
    input: {},
  });
  await expect(train).rejects.toThrow("422");

  const [prediction, training] = await scene.rows();
  expect(prediction).toMatchObject({
    input: { prompt: "hi" },
    metadata: { model: "acme/missing" },
  });
  expect(training).toMatchObject({ metadata: { model: "acme/missing" } });
  await expectEachEndedOnce(scene);
});

it("ends a stream of a model that cannot stream", async () => {
  const scene = await startScene();
  const emulator = createEmulator({
    models: [{ name: "acme/still", official: true, script: { output: "done" } }],
  });

  const stream = tracedClient(emulator).stream("acme/still", { input: {} });

  await expect(stream.next()).rejects.toThrow("does not support streaming");
  expect(onlyRow(await scene.rows())).toMatchObject({
    error: "Prediction does not support streaming",
  });
  await expectEachEndedOnce(scene);
});

it("survives things that are thrown and cannot be read", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();

  const running = client.run("acme/text", { input: { prompt: "hi" } }, () => {
    // oxlint-disable-next-line typescript/only-throw-error
    throw proxy;
  });

  await expect(running.catch((error: unknown) => error === proxy)).resolves.toBe(true);
  expect(onlyRow(await scene.rows())).toMatchObject({
    error: "something that cannot be read was thrown",
  });
  await expectEachEndedOnce(scene);
});
