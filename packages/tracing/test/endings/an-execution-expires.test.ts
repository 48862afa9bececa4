import { createEmulator } from "replicate-emulator";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

// Half an hour has to pass. Only the clock and the sweeping interval are turned; sockets and
// promises are real.
beforeAll(() => void vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] }));
afterAll(() => void vi.useRealTimers());

const MINUTE = 60_000;

it("gives a prediction up that nobody saw end, by its timer", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));
  const { id } = await client.predictions.create({ model: "acme/never", input: { prompt: "hi" } });
  const seen = Date.now();

  vi.advanceTimersByTime(34 * MINUTE);
  expect(onlyRow(await scene.rows())).not.toHaveProperty("metrics.end");
  vi.advanceTimersByTime(2 * MINUTE);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    id,
    metadata: { status: "starting", incomplete: "expired" },
    metrics: { end: seen / 1000 },
  });
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});

it("gives it up on the way, when the next execution begins", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }), {
    limits: { predictionSeconds: 10 },
  });
  await client.predictions.create({ model: "acme/never", input: {} });

  vi.setSystemTime(Date.now() + 11_000);
  await client.run("acme/text", { input: { prompt: "hi" } });

  const [expired, run] = await scene.rows();
  expect(expired).toMatchObject({ metadata: { incomplete: "expired" } });
  expect(run).toMatchObject({ output: "You said: hi" });
  await expectEachEndedOnce(scene);
});

it("waits a day for a training", async () => {
  const scene = await startScene();
  const emulator = createEmulator({
    models: [{ name: "acme/t", official: true, script: {}, training: { neverEnds: true } }],
  });
  const client = tracedClient(emulator);
  const { latest_version: version } = await client.models.get("acme", "t");
  await client.trainings.create("acme", "t", version?.id ?? "", {
    destination: "acme/new",
    input: {},
  });

  vi.advanceTimersByTime(23 * 60 * MINUTE);
  expect(onlyRow(await scene.rows())).not.toHaveProperty("metrics.end");
  vi.advanceTimersByTime(61 * MINUTE);

  expect(onlyRow(await scene.rows())).toMatchObject({ metadata: { incomplete: "expired" } });
  await expectEachEndedOnce(scene);
});

it("becomes whole when it is seen to succeed after all", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));
  const { id } = await client.predictions.create({ model: "acme/text", input: { prompt: "hi" } });

  vi.advanceTimersByTime(36 * MINUTE);
  expect(onlyRow(await scene.rows())).toMatchObject({ metadata: { incomplete: "expired" } });
  await client.predictions.get(id);

  expect(onlyRow(await scene.rows())).toMatchObject({
    id,
    input: { prompt: "hi" },
    output: "You said: hi",
    metadata: { status: "succeeded", incomplete: null },
  });
  await expectEachEndedOnce(scene, { "replicate.predictions.create": 2 });
});

it("forgets an ended prediction after ten minutes, and knows it until then", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));
  const { id } = await client.predictions.create({ model: "acme/text", input: { prompt: "hi" } });
  await client.predictions.get(id);

  vi.setSystemTime(Date.now() + 9 * MINUTE);
  await client.predictions.get(id);
  expect(await scene.rows()).toHaveLength(1);
  await expectEachEndedOnce(scene);
});

it("gives up in time although the clock was set back", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));
  await client.run("acme/text", { input: { prompt: "hi" } });

  vi.setSystemTime(Date.now() - 120 * MINUTE);
  await client.predictions.create({ model: "acme/never", input: {} });
  vi.advanceTimersByTime(36 * MINUTE);

  expect((await scene.rows()).at(-1)).toMatchObject({ metadata: { incomplete: "expired" } });
  await expectEachEndedOnce(scene);
});
