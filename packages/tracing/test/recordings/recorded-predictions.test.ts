import Replicate from "replicate";
import { wrapReplicate } from "braintrust-replicate";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { openExecutions } from "../support/open-executions.ts";
import { pathsHolding } from "../support/paths-holding.ts";
import { readRecording } from "../support/read-recording.ts";
import { replay } from "../support/replay.ts";
import { startScene } from "../support/start-scene.ts";
import { testToken } from "../support/test-token.ts";
import { tracedClient } from "../support/traced-client.ts";

const STREAM_URL = /\/v1\/(?:streams|files)\//;
const VERSIONS = {
  requested: "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b",
  answered: "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc",
};

const blocking = readRecording("blocking-text");

it.skipIf(blocking === undefined)("joins the chunks of a blocking run", async () => {
  if (blocking === undefined) return;
  const scene = await startScene();
  const played = replay(blocking);

  const prompt = "Please write a haiku about llamas";
  const output = await tracedClient(played).run("meta/meta-llama-3-8b-instruct", {
    input: { prompt },
  });

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    span_attributes: { name: "replicate.run", type: "llm" },
    input: { prompt },
    output: "\n\nFuzzy, gentle beasts\nSoftly grazing, quiet eyes\nLlama's gentle charm",
    context: { span_origin: { instrumentation: { name: "braintrust-replicate" } } },
  });
  expect(row.metadata).toEqual({
    provider: "replicate",
    model: "meta/meta-llama-3-8b-instruct",
    prediction_id: "jp9nrd1g2hrj20cjb2vrb55mkr",
    status: "processing",
  });
  expect(Object.keys(row.metrics ?? {}).sort()).toEqual(["end", "start"]);
  expect(row.output).toBe((output as string[]).join(""));
  expect(row).not.toHaveProperty("error");
  expect(pathsHolding(row, [testToken(), STREAM_URL])).toEqual([]);
  expect(played.remaining).toEqual([]);
  await expectEachEndedOnce(scene);
});

const waiting = readRecording("blocking-text-wait-10");

it.skipIf(waiting === undefined)("joins the chunks of a run that waits ten seconds", async () => {
  if (waiting === undefined) return;
  const scene = await startScene();
  const played = replay(waiting);

  const output = await tracedClient(played).run("meta/meta-llama-3-8b-instruct", {
    input: { prompt: "Please write a haiku about llamas" },
    wait: { mode: "block", timeout: 10 },
  });

  const row = onlyRow(await scene.rows());
  expect(row.output).toBe((output as string[]).join(""));
  expect(row.output).toMatch(/^\n\nHere is a haiku about llamas:\n\nFuzzy, .* quiet soul$/s);
  expect(row.metadata).not.toHaveProperty("version");
  expect(pathsHolding(row, [testToken(), STREAM_URL])).toEqual([]);
  expect(played.remaining).toEqual([]);
  await expectEachEndedOnce(scene);
});

const image = readRecording("blocking-image-data-uri");

it.skipIf(image === undefined)("attaches the bytes of recorded pictures", async () => {
  if (image === undefined) return;
  const scene = await startScene();
  const played = replay(image);
  const client = wrapReplicate(new Replicate({ auth: testToken(), fetch: played.fetch }));
  const input = {
    prompt: "a studio photo of a rainbow colored corgi",
    width: 512,
    height: 512,
    seed: 42069,
  };

  const pictures: Buffer[] = [];
  for (const version of [VERSIONS.requested, VERSIONS.answered]) {
    await client.models.get("stability-ai", "sdxl");
    await client.models.versions.get("stability-ai", "sdxl", version);
    const output = await client.run(`stability-ai/sdxl:${version}`, { input });
    const [file] = output as [{ blob(): Promise<Blob> }];
    pictures.push(Buffer.from(await (await file.blob()).arrayBuffer()));
  }

  const rows = await scene.rows();
  expect(rows).toHaveLength(2);
  for (const [index, row] of rows.entries()) {
    expect(row).toMatchObject({
      span_attributes: { name: "replicate.run", type: "llm" },
      input,
      output: [
        {
          type: "braintrust_attachment",
          filename: "output-0.png",
          content_type: "image/png",
        },
      ],
      metadata: {
        model: "stability-ai/sdxl",
        version: Object.values(VERSIONS)[index],
        status: "processing",
      },
    });
    const [{ key }] = row.output as [{ key: string }];
    const kept = scene.collector.store.attachment(key)?.bytes ?? new Uint8Array();
    const picture = pictures[index];
    expect(kept.length).toBeGreaterThan(100_000);
    expect(picture?.equals(kept)).toBe(true);
  }
  expect(pathsHolding(rows, [testToken(), STREAM_URL, "base64"])).toEqual([]);
  expect(played.remaining).toEqual([]);
  await expectEachEndedOnce(scene);
});

const byModel = readRecording("create-by-model");

it.skipIf(byModel === undefined)("names the model that was asked for", async () => {
  if (byModel === undefined) return;
  const scene = await startScene();
  const played = replay(byModel);
  const client = tracedClient(played, { limits: { openExecutions: 2 } });
  const before = openExecutions();

  const model = "meta/meta-llama-3-8b-instruct";
  const input = { prompt: "write a haiku about llamas" };
  const first = await client.predictions.create({ model, input });
  const second = await client.predictions.create({ model, input });

  const rows = await scene.rows();
  expect(first.model).toBe("replicate-internal/llama-3-8b-instruct-int8-triton");
  expect(rows.map((row) => row.id)).toEqual([first.id, second.id]);
  for (const row of rows) {
    expect(row).toMatchObject({
      span_attributes: { name: "replicate.predictions.create", type: "llm" },
      input,
    });
    expect(row.metadata).toEqual({
      provider: "replicate",
      model,
      prediction_id: row.id,
      status: "starting",
    });
    // Nobody saw them end.
    expect(Object.keys(row.metrics ?? {})).toEqual(["start"]);
    expect(row).not.toHaveProperty("output");
  }
  expect(openExecutions() - before).toBe(2);
  expect(played.remaining).toEqual([]);
});

const canceled = readRecording("cancel");

it.skipIf(canceled === undefined)("ends a prediction that is canceled", async () => {
  if (canceled === undefined) return;
  const scene = await startScene();
  const played = replay(canceled);
  const client = tracedClient(played);

  await client.predictions.create({
    model: "meta/llama-2-70b-chat",
    input: { prompt: "Please write a haiku about llamas." },
  });
  await client.models.get("stability-ai", "sdxl");
  await client.models.versions.get("stability-ai", "sdxl", VERSIONS.requested);
  const { id } = await client.predictions.create({
    version: VERSIONS.requested,
    input: { prompt: "a studio photo of a rainbow colored corgi" },
  });
  await client.predictions.cancel(id);

  const [left, row, ...others] = await scene.rows();
  expect(others).toEqual([]);
  expect(left).toMatchObject({ metadata: { model: "meta/llama-2-70b-chat", status: "starting" } });
  expect(left).not.toHaveProperty("metrics.end");
  expect(row).toMatchObject({
    id,
    metadata: { model: "stability-ai/sdxl", version: VERSIONS.requested, status: "canceled" },
    metrics: { end: expect.any(Number) as number, predict_time: 3e-6, total_time: 0.135578 },
  });
  expect(row).not.toHaveProperty("error");
  expect(row).not.toHaveProperty("output");
  expect(played.remaining).toEqual([]);
});
