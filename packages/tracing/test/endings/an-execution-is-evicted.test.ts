import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { openExecutions } from "../support/open-executions.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends the oldest open execution beyond the limit, at what was last seen of it", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }), {
    limits: { openExecutions: 1 },
  });

  const first = await client.predictions.create({ model: "acme/never", input: { n: 1 } });
  const second = await client.predictions.create({ model: "acme/never", input: { n: 2 } });

  const [evicted, open] = await scene.rows();
  expect(evicted).toMatchObject({
    id: first.id,
    metadata: { status: "starting", incomplete: "evicted" },
    metrics: { end: expect.any(Number) as number },
  });
  expect(open?.id).toBe(second.id);
  expect(open).not.toHaveProperty("metrics.end");
  await client.predictions.cancel(second.id);
  await expectEachEndedOnce(scene);
});

it("becomes whole when it is seen to succeed after all", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }), {
    limits: { openExecutions: 1 },
  });

  const { id } = await client.predictions.create({ model: "acme/text", input: { prompt: "hi" } });
  const other = await client.predictions.create({ model: "acme/never", input: {} });
  await client.predictions.cancel(other.id);
  expect((await scene.rows())[0]).toMatchObject({ metadata: { incomplete: "evicted" } });
  await client.predictions.get(id);

  const [whole] = await scene.rows();
  expect(whole).toMatchObject({
    id,
    input: { prompt: "hi" },
    output: "You said: hi",
    metadata: { status: "succeeded", model: "acme/text", incomplete: null },
    metrics: { tokens: 8 },
  });
  const ends = (await scene.written()).filter(
    (row) => row.id === id && row.metrics?.["end"] != null,
  );
  expect(ends).toHaveLength(2);
  expect(openExecutions()).toBe(0);
});

it("keeps all of a stream that was evicted while it went on", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }), {
    limits: { openExecutions: 1 },
  });

  const stream = client.stream("acme/text", { input: { prompt: "hi" } });
  await stream.next();
  const other = await client.predictions.create({ model: "acme/never", input: {} });
  await client.predictions.cancel(other.id);
  const [evicted] = await scene.rows();
  expect(evicted).toMatchObject({ output: "You said", metadata: { incomplete: "evicted" } });
  while ((await stream.next()).done !== true);

  const [whole] = await scene.rows();
  expect(whole).toMatchObject({
    output: "You said: hi",
    metadata: { status: "succeeded", incomplete: null },
    metrics: { time_to_first_token: expect.any(Number) as number },
  });
  await expectEachEndedOnce(scene, { "replicate.stream": 2 });
});

it("keeps the result of a run that was evicted while it ran", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }), {
    limits: { openExecutions: 1 },
  });

  const wait = { mode: "poll", interval: 1 } as const;
  const running = client.run("acme/text", { input: { prompt: "hi" }, wait });
  const other = await client.predictions.create({ model: "acme/never", input: {} });
  await running;
  await client.predictions.cancel(other.id);

  expect((await scene.rows())[0]).toMatchObject({
    span_attributes: { name: "replicate.run" },
    output: "You said: hi",
    metadata: { status: "succeeded", incomplete: null },
  });
  // It was evicted, then the answer to its creation came, then its end.
  await expectEachEndedOnce(scene, { "replicate.run": 3 });
});
