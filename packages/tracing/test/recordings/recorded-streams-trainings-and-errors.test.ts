import { expect, it } from "vitest";
import { collect } from "../support/collect.ts";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { openExecutions } from "../support/open-executions.ts";
import { pathsHolding } from "../support/paths-holding.ts";
import { readRecording } from "../support/read-recording.ts";
import { replay } from "../support/replay.ts";
import { startScene } from "../support/start-scene.ts";
import { testToken } from "../support/test-token.ts";
import { tracedClient } from "../support/traced-client.ts";

const VERSION = "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b";

const streamed = readRecording("stream-text");

it.skipIf(streamed === undefined)("joins the chunks of a stream, and `done` ends it", async () => {
  if (streamed === undefined) return;
  const scene = await startScene();
  const played = replay(streamed);
  const prompt = "tell me a joke about opentelemetry";

  const stream = tracedClient(played).stream("meta/llama-2-70b-chat", { input: { prompt } });
  const events = await collect(stream);

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    span_attributes: { name: "replicate.stream", type: "llm" },
    input: { prompt },
    metrics: { time_to_first_token: expect.any(Number) as number },
  });
  expect(row.metadata).toEqual({
    provider: "replicate",
    model: "meta/llama-2-70b-chat",
    prediction_id: "2knutntbosoct6233zaqaieafa",
    status: "succeeded",
  });
  expect(row.output).toBe(chunksIn(streamed.exchanges[1]?.response.body ?? "").join(""));
  expect(row.output).toBe(events.map(String).join(""));
  expect(row.output).toMatch(/^Sure, here's a joke .*:\n\nWhy did .* trace!\n\nI .* with\?$/s);
  expect(pathsHolding(row, [testToken(), "/v1/streams/", "tracing-api.svc"])).toEqual([]);
  expect(played.remaining).toEqual([]);
  await expectEachEndedOnce(scene);
});

/** The data of the `output` events, by the few rules of the format that the recording needs. */
function chunksIn(body: string): string[] {
  const blocks = body.split("\n\n").filter((block) => block.startsWith("event: output\n"));
  return blocks.map((block) =>
    block
      .split("\n")
      .filter((line) => line.startsWith("data:"))
      .map((line) => line.slice("data: ".length))
      .join("\n"),
  );
}

const training = readRecording("training-get");

it.skipIf(training === undefined)("makes a task of a training that is looked at", async () => {
  if (training === undefined) return;
  const scene = await startScene();
  const played = replay(training);
  const before = openExecutions();

  await tracedClient(played).trainings.get("medrnz3bm5dd6ultvad2tejrte");

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    span_attributes: { name: "replicate.trainings.get", type: "task" },
    metadata: {
      prediction_id: "medrnz3bm5dd6ultvad2tejrte",
      provider: "replicate",
    },
  });
  expect(Object.keys(row.metrics ?? {})).toEqual(["start"]);
  expect(openExecutions() - before).toBe(1);
  expect(played.remaining).toEqual([]);
});

const missing = readRecording("training-create-not-found");

it.skipIf(missing === undefined)("makes an error span of a training that is refused", async () => {
  if (missing === undefined) return;
  const scene = await startScene();
  const played = replay(missing);
  const open = openExecutions();
  const input = { input_images: "https://replicate.delivery/pbxt/data.zip" };

  const refused = tracedClient(played).trainings.create("stability-ai", "sdxl", VERSION, {
    destination: "<invalid>" as `${string}/${string}`,
    input,
  });

  await expect(refused).rejects.toMatchObject({ name: "ApiError" });
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    span_attributes: { name: "replicate.trainings.create", type: "task" },
    input,
    error: expect.stringMatching(/404.*training destination does not exist/) as string,
    metrics: { end: expect.any(Number) as number },
  });
  expect(row.metadata).toEqual({
    provider: "replicate",
    model: "stability-ai/sdxl",
    version: VERSION,
  });
  expect(openExecutions()).toBe(open);
  expect(pathsHolding(row, [testToken()])).toEqual([]);
  expect(played.remaining).toEqual([]);
});

const refused = readRecording("unauthenticated");

it.skipIf(refused === undefined)("makes an error span of a token that is refused", async () => {
  if (refused === undefined) return;
  const scene = await startScene();
  const played = replay(refused);
  const open = openExecutions();
  const version = "73001d654114dad81ec65da3b834e2f691af1e1526453189b7bf36fb3f32d0f9";

  const running = tracedClient(played).run(`stability-ai/stable-diffusion:${version}`, {
    input: {},
  });

  await expect(running).rejects.toMatchObject({ name: "ApiError" });
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    span_attributes: { name: "replicate.run", type: "llm" },
    input: {},
    error: expect.stringMatching(/401.*valid authentication token/) as string,
    metrics: { end: expect.any(Number) as number },
  });
  expect(row.metadata).toEqual({
    provider: "replicate",
    model: "stability-ai/stable-diffusion",
    version,
  });
  expect(row).not.toHaveProperty("output");
  expect(openExecutions()).toBe(open);
  expect(pathsHolding(row, [testToken(), /authorization/i])).toEqual([]);
  expect(played.remaining).toEqual([]);
});

const files = readRecording("file-operations");

it.skipIf(files === undefined)("makes no span of file operations", async () => {
  if (files === undefined) return;
  const scene = await startScene();
  const played = replay(files);
  const client = tracedClient(played);

  const { id } = await client.files.create(new Blob([""], { type: "text/plain" }));
  await client.files.get(id);
  await client.files.list();
  await client.files.delete(id);
  await client.files.list();

  expect(await scene.rows()).toEqual([]);
  expect(played.remaining).toEqual([]);
});
