import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { collect } from "../support/collect.ts";
import { testModels } from "../support/test-models.ts";
import { openStage } from "./support/open-stage.ts";
import { toldClient } from "./support/told-client.ts";

const COMMON = {
  "gen_ai.operation.name": "text_completion",
  "gen_ai.provider.name": "replicate",
  "gen_ai.request.model": "acme/text",
  "gen_ai.response.model": "acme/text",
  "server.address": "api.replicate.com",
  "server.port": 443,
};

it("measures what is known at the end, and later what was not", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  const events = await collect(replicate.stream("acme/text", { input: { prompt: "Hi" } }));
  expect(events.length).toBeGreaterThan(0);
  const before = await stage.metrics();
  expect([...before.keys()].sort()).toEqual([
    "gen_ai.client.operation.duration",
    "gen_ai.client.operation.time_to_first_chunk",
  ]);

  const { "replicate.prediction.id": id } = stage.span().attributes;
  for (let look = 0; look < 3; look += 1) await replicate.predictions.get(String(id));

  const after = await stage.metrics();
  const counted = [...after].map(([name, { points }]) => [
    name,
    points.map(({ attributes, value }) => [
      attributes["gen_ai.token.type"],
      value.count,
      value.sum,
    ]),
  ]);
  const seconds = expect.any(Number) as number;
  expect(Object.fromEntries(counted)).toEqual({
    "gen_ai.client.operation.duration": [[undefined, 1, seconds]],
    "gen_ai.client.operation.time_to_first_chunk": [[undefined, 1, seconds]],
    "gen_ai.client.token.usage": [
      ["input", 1, 4],
      ["output", 1, 4],
    ],
    "replicate.predict_time": [[undefined, 1, 0.5]],
    "replicate.queue_time": [[undefined, 1, seconds]],
  });
  expect(after.get("gen_ai.client.operation.duration")?.points[0]?.attributes).toEqual(COMMON);
  // The span had ended, and ends do not change.
  expect(stage.spans()).toHaveLength(1);
});

it("says of a duration that it ended in an error", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  await replicate.run("acme/fails", { input: { prompt: "Hi" } }).catch(() => {});

  const durations = (await stage.metrics()).get("gen_ai.client.operation.duration");
  expect(durations?.points).toHaveLength(1);
  expect(durations?.points[0]?.attributes).toMatchObject({ "error.type": "prediction_failed" });
});

it("does not count what another process counts", async () => {
  const stage = openStage();
  const emulator = createEmulator({ models: testModels() });
  const { id } = await toldClient(emulator, { sinks: [], problems: [] }).predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });

  await toldClient(emulator, stage).predictions.get(id);

  expect(stage.spans()).toHaveLength(1);
  expect([...(await stage.metrics()).keys()]).toEqual([]);
});

it("does not say how long something took of which nobody saw the end", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage, {
    limits: { openExecutions: 1 },
  });

  await replicate.predictions.create({ model: "acme/never", input: {} });
  await replicate.run("acme/text", { input: { prompt: "Hi" } });

  const [evicted] = stage.spans();
  expect(evicted?.attributes).toMatchObject({ "replicate.incomplete": "evicted" });
  const durations = (await stage.metrics()).get("gen_ai.client.operation.duration");
  expect(durations?.points.map(({ attributes }) => attributes["gen_ai.request.model"])).toEqual([
    "acme/text",
  ]);
});
