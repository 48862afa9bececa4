import Replicate from "replicate";
import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

/** A prediction that a program without tracing has created. */
async function strange(emulator: ReturnType<typeof createEmulator>, model: "text" | "never") {
  const client = new Replicate({ auth: "other", fetch: emulator.fetch });
  return client.predictions.create({ model: `acme/${model}`, input: { prompt: "whose?" } });
}

it("makes one task of an unknown prediction, without its tokens", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const { id } = await strange(emulator, "text");
  const client = tracedClient(emulator);

  for (let look = 0; look < 5; look += 1) await client.predictions.get(id);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    span_attributes: { name: "replicate.predictions.get", type: "task" },
    input: { prompt: "whose?" },
    output: "You said: whose?",
    metadata: { prediction_id: id, model: "acme/text", status: "succeeded" },
    metrics: { predict_time: 0.5 },
  });
  expect(row.id).not.toBe(id);
  expect(Object.keys(row.metrics ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/tokens$/)]),
  );
  await expectEachEndedOnce(scene);
});

it("makes one task of polls that begin before it is over", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const { id } = await strange(emulator, "never");
  const client = tracedClient(emulator);

  for (let look = 0; look < 5; look += 1) await client.predictions.get(id);
  await client.predictions.cancel(id);

  expect(onlyRow(await scene.rows())).toMatchObject({
    span_attributes: { name: "replicate.predictions.get", type: "task" },
    metadata: { prediction_id: id, status: "canceled" },
  });
  await expectEachEndedOnce(scene);
});

it("tells what it looks at from the first row on", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const { id } = await strange(emulator, "never");
  const client = tracedClient(emulator);
  await client.predictions.get(id);
  await client.predictions.cancel(id);

  const [first] = await scene.written();
  expect(first).toMatchObject({
    input: { prompt: "whose?" },
    metadata: { model: "acme/never", prediction_id: id },
  });
  expect(first?.["metadata"]).toHaveProperty("status");
  await expectEachEndedOnce(scene);
});

it("names the span after the first look: a cancel, a wait", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator);

  const canceled = await strange(emulator, "never");
  await client.predictions.cancel(canceled.id);
  const waited = await strange(emulator, "text");
  await client.wait(waited, { interval: 1 });

  const rows = await scene.rows();
  expect(rows.map((row) => [row.span_attributes?.name, row.metadata?.["prediction_id"]])).toEqual([
    ["replicate.predictions.cancel", canceled.id],
    ["replicate.wait", waited.id],
  ]);
  await expectEachEndedOnce(scene);
});

it("makes nothing of a prediction that there is not", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  await expect(client.predictions.get("nothing")).rejects.toThrow("404");

  expect(await scene.rows()).toEqual([]);
  await expectEachEndedOnce(scene);
});

it("completes the row of the process that created it, where the option says so", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const { id } = await strange(emulator, "text");
  // What that process logged before it went away.
  const event = { id, input: { prompt: "whose?" }, metadata: { model: "acme/text" } };
  const row = scene.logger.startSpan({ name: "replicate.predictions.create", type: "llm", event });
  const client = tracedClient(emulator, { joinByPredictionId: true });

  for (let look = 0; look < 3; look += 1) await client.predictions.get(id);

  expect(onlyRow(await scene.rows())).toMatchObject({
    id,
    span_id: row.spanId,
    span_attributes: { name: "replicate.predictions.create", type: "llm" },
    input: { prompt: "whose?" },
    output: "You said: whose?",
    metadata: { model: "acme/text", prediction_id: id, status: "succeeded" },
    metrics: { prompt_tokens: 4, completion_tokens: 4 },
  });
  await expectEachEndedOnce(scene);
});

it("leaves a row of another process open while its prediction runs", async () => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const { id } = await strange(emulator, "never");
  scene.logger.startSpan({ name: "replicate.predictions.create", event: { id } });
  const client = tracedClient(emulator, { joinByPredictionId: true });

  await client.predictions.get(id);
  expect(onlyRow(await scene.rows())).not.toHaveProperty("metrics.end");
  await client.predictions.cancel(id);

  expect(onlyRow(await scene.rows())).toMatchObject({ metadata: { status: "canceled" } });
  await expectEachEndedOnce(scene);
});
