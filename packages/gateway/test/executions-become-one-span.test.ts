import Replicate from "replicate";
import { expect, it } from "vitest";
import { startTracedStage } from "./support/start-traced-stage.ts";

const TEXT = { input: { prompt: "the sea", temperature: 0.5 } };

function clientOf(baseUrl: string): Replicate {
  return new Replicate({ auth: "r8_secret_token_of_the_test", baseUrl, useFileOutput: false });
}

it("a run in blocking mode", async () => {
  const stage = await startTracedStage();
  await clientOf(stage.baseUrl).run("acme/text", TEXT);
  const [row, ...others] = await stage.ended(1);
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    input: TEXT.input,
    output: "Once upon a time",
    span_attributes: { name: "replicate.predictions.create", type: "llm" },
    metadata: { provider: "replicate", model: "acme/text", temperature: 0.5 },
    context: { span_origin: { instrumentation: { name: "braintrust-replicate" } } },
  });
  const id = stage.emulator.predictions.list()[0]?.id;
  expect(row?.id).toBe(id);
  expect(row?.metadata?.["prediction_id"]).toBe(id);
  expect(JSON.stringify(stage.collector.store.rows())).not.toContain("r8_secret");
});

it("a run by polling", async () => {
  const stage = await startTracedStage();
  const wait = { mode: "poll", interval: 10 } as const;
  await clientOf(stage.baseUrl).run("acme/text", { ...TEXT, wait });
  const rows = await stage.ended(1);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    output: "Once upon a time",
    metadata: { status: "succeeded" },
    metrics: { prompt_tokens: 3, completion_tokens: 4, tokens: 7 },
  });
});

it("an execution that goes on is a row from its start", async () => {
  const stage = await startTracedStage();
  const { id } = await clientOf(stage.baseUrl).predictions.create({ model: "acme/slow", ...TEXT });
  const rows = await stage.collector.store.waitFor((all) => all.length > 0, { timeoutMs: 5_000 });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ id, input: TEXT.input, metadata: { model: "acme/slow" } });
  expect(rows[0]?.metrics?.["end"]).toBeUndefined();
});

it("a stream, with its time to first token", async () => {
  const stage = await startTracedStage();
  let text = "";
  for await (const { event, data } of clientOf(stage.baseUrl).stream("acme/text", TEXT)) {
    if (event === "output") text += data;
  }
  const rows = await stage.ended(1);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ output: text, metadata: { status: "succeeded" } });
  expect(rows[0]?.metrics?.["time_to_first_token"]).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain("/v1/streams/");
});

it("a failure, a cancellation, a deployment and a refusal", async () => {
  const stage = await startTracedStage();
  const replicate = clientOf(stage.baseUrl);
  await expect(replicate.run("acme/failing", TEXT)).rejects.toThrow("out of memory");
  const slow = await replicate.predictions.create({ model: "acme/slow", ...TEXT });
  await replicate.predictions.cancel(slow.id);
  const created = await replicate.deployments.predictions.create("acme", "deployment", TEXT);
  await replicate.wait(created, { interval: 10 });
  await expect(replicate.run("acme/none", TEXT)).rejects.toThrow("404");
  const rows = await stage.ended(4);
  expect(rows).toHaveLength(4);
  const told = rows.map(({ error, metadata, span_attributes }) => ({
    name: span_attributes?.name,
    error,
    status: metadata?.["status"],
  }));
  expect(told).toEqual([
    { name: "replicate.predictions.create", error: "out of memory", status: "failed" },
    { name: "replicate.predictions.create", error: undefined, status: "canceled" },
    { name: "replicate.deployments.predictions.create", error: undefined, status: "succeeded" },
    {
      name: "replicate.predictions.create",
      error: "The requested resource could not be found.",
      status: undefined,
    },
  ]);
});

it("what is not an execution makes no row", async () => {
  const stage = await startTracedStage();
  const replicate = clientOf(stage.baseUrl);
  await replicate.models.get("acme", "text");
  await replicate.predictions.list();
  await replicate.files.create(new Blob(["x"]));
  await replicate.run("acme/quick", TEXT);
  const rows = await stage.ended(1);
  expect(rows.map(({ output }) => output)).toEqual([{ answer: 42 }]);
});
