import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends a stream that the caller's signal aborts, without an error", async () => {
  const scene = await startScene();
  const abort = new AbortController();
  const stream = tracedClient(createEmulator({ models: testModels() })).stream("acme/drip", {
    input: {},
    signal: abort.signal,
  });

  await stream.next();
  abort.abort();
  const reading = async (): Promise<void> => {
    while ((await stream.next()).done !== true);
  };

  await expect(reading()).rejects.toMatchObject({ name: "AbortError" });
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ metadata: { incomplete: "stopped_early" } });
  expect(row.output).toMatch(/^One/);
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});

it("ends a stream that is aborted for a reason of the caller's", async () => {
  const scene = await startScene();
  const abort = new AbortController();
  const reason = new Error("the user went away");
  const stream = tracedClient(createEmulator({ models: testModels() })).stream("acme/drip", {
    input: {},
    signal: abort.signal,
  });

  await stream.next();
  abort.abort(reason);
  const reading = async (): Promise<void> => {
    while ((await stream.next()).done !== true);
  };

  await expect(reading()).rejects.toBe(reason);
  const row = onlyRow(await scene.rows());
  expect(row).not.toHaveProperty("error");
  expect(row).toMatchObject({ metadata: { incomplete: "stopped_early" } });
  await expectEachEndedOnce(scene);
});

it("ends a prediction whose creation is aborted", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const creating = client.predictions.create({
    model: "acme/text",
    input: { prompt: "hi" },
    signal: AbortSignal.abort(),
  });

  await expect(creating).rejects.toMatchObject({ name: "AbortError" });
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ metadata: { incomplete: "stopped_early" } });
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});

it("calls an aborted run canceled, which is what the client does", async () => {
  const scene = await startScene();
  const abort = new AbortController();
  const emulator = createEmulator({ models: testModels() });

  const running = tracedClient(emulator).run(
    "acme/drip",
    { input: {}, wait: { mode: "poll", interval: 1 }, signal: abort.signal },
    () => abort.abort(),
  );

  await running;
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ metadata: { status: "canceled" } });
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});

it("keeps the error of an abort that is not the caller's", async () => {
  const scene = await startScene();
  const signal = AbortSignal.timeout(60_000);
  const fetch = (): Promise<never> => Promise.reject(new DOMException("gone", "AbortError"));

  const creating = tracedClient({ fetch }).predictions.create({
    model: "acme/text",
    input: {},
    signal,
  });

  await expect(creating).rejects.toMatchObject({ name: "AbortError" });
  expect(onlyRow(await scene.rows())).toMatchObject({ error: "gone" });
  await expectEachEndedOnce(scene);
});
