import { describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "replicate-emulator";
import { createHttpTracing, type HttpTracingOptions } from "braintrust-replicate/http";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { openExecutions } from "../support/open-executions.ts";
import { pathsHolding } from "../support/paths-holding.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";
import { watchedFetch } from "./support/watched-fetch.ts";

const API = "https://api.replicate.com/v1";

interface Answer {
  readonly id: string;
  readonly status: string;
  readonly urls: Readonly<Record<"get" | "cancel" | "stream", string>>;
}

function play(
  options: HttpTracingOptions = {},
  emulator: Emulator = createEmulator({ models: testModels() }),
) {
  const send = watchedFetch(emulator, options);
  const create = async (model: string, input: object): Promise<Answer> => {
    const url = `${API}/models/${model}/predictions`;
    return JSON.parse(await send({ method: "POST", url, body: { input } })) as Answer;
  };
  return { emulator, send, create };
}

it("joins create, polls and the end in one row, named by the prediction's id", async () => {
  const scene = await startScene();
  const { send, create } = play();

  const { id, urls } = await create("acme/text", { prompt: "Hi", temperature: 0.5 });
  let status = "starting";
  while (status !== "succeeded") {
    ({ status } = JSON.parse(await send({ url: urls.get })) as Answer);
  }
  await send({ url: urls.get });

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    id,
    span_attributes: { name: "replicate.predictions.create", type: "llm" },
    input: { prompt: "Hi", temperature: 0.5 },
    output: "You said: Hi",
    metrics: { prompt_tokens: 4, completion_tokens: 4, tokens: 8, predict_time: 0.5 },
    metadata: {
      provider: "replicate",
      model: "acme/text",
      prediction_id: id,
      status: "succeeded",
      temperature: 0.5,
    },
  });
  expect(row).not.toHaveProperty("error");
  expect(pathsHolding(row, [testToken(), urls.stream])).toEqual([]);
  await expectEachEndedOnce(scene);
});

it("reads the stream: the text, the time to its first token, and the end", async () => {
  const scene = await startScene();
  const { send, create } = play();

  const { id, urls } = await create("acme/text", { prompt: "Hi" });
  await send({ url: urls.stream });

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    id,
    output: "You said: Hi",
    metadata: { status: "succeeded" },
    metrics: { time_to_first_token: expect.any(Number) as number },
  });
  await expectEachEndedOnce(scene);

  await send({ url: urls.get });
  expect(onlyRow(await scene.rows()).metrics).toMatchObject({ tokens: 8 });
});

describe("an execution that does not succeed", () => {
  it("has Replicate's own words of its failure", async () => {
    const scene = await startScene();
    const { send, create } = play();
    const { urls } = await create("acme/fails", {});
    await send({ url: urls.stream });
    expect(onlyRow(await scene.rows())).toMatchObject({
      error: "CUDA out of memory",
      output: "Half a",
      metadata: { status: "failed" },
    });
    await expectEachEndedOnce(scene);
  });

  it("is canceled by whoever knows its URL", async () => {
    const scene = await startScene();
    const { send, create } = play();
    const { urls } = await create("acme/never", {});
    await send({ method: "POST", url: urls.cancel });
    const row = onlyRow(await scene.rows());
    expect(row.metadata).toMatchObject({ status: "canceled" });
    expect(row).not.toHaveProperty("error");
    await expectEachEndedOnce(scene);
  });

  it("is refused in Replicate's words", async () => {
    const scene = await startScene();
    const { emulator, create } = play();
    emulator.fault({ kind: "status", status: 422, method: "POST" });
    const open = openExecutions();
    await create("acme/text", { prompt: 1 });
    const row = onlyRow(await scene.rows());
    expect(row.error).toBe("- input: prompt is required");
    expect(openExecutions()).toBe(open);
  });
});

it("stops looking where the caller leaves the stream, and learns the rest later", async () => {
  const scene = await startScene();
  const { send, create } = play();
  const { urls } = await create("acme/drip", {});
  await send({ url: urls.stream, chunks: 3 });
  expect(onlyRow(await scene.rows())).toMatchObject({
    output: expect.stringMatching(/^One/) as string,
    metadata: { incomplete: "stopped_early" },
  });
  await expectEachEndedOnce(scene);
  await send({ method: "POST", url: urls.cancel });
  const row = onlyRow(await scene.rows());
  expect(row.metadata).toMatchObject({ status: "canceled", incomplete: null });
});

it("lets pass what concerns no execution", () => {
  const tracing = createHttpTracing();
  for (const [method, url] of [
    ["GET", "/v1/predictions"],
    ["GET", "/v1/models/acme/text"],
    ["POST", "/v1/files"],
    ["GET", "https://stream.replicate.com/v1/files/abcd-efgh"],
  ] as const) {
    expect(tracing.begin({ method, url, body: undefined, token: undefined })).toBeUndefined();
  }
});

it("ends with a held answer that has its output, and takes in what is seen later", async () => {
  const scene = await startScene();
  const { send } = play();
  const url = `${API}/models/acme/text/predictions`;
  const body = { input: { prompt: "Hi" } };

  const headers = { prefer: "wait" };
  const answer = await send({ method: "POST", url, body, headers, seen: { held: true } });
  const { id, urls, status } = JSON.parse(answer) as Answer;
  expect(status).toBe("processing");
  const [held] = await scene.rows();
  expect(held).toMatchObject({ id, output: "You said: Hi", metadata: { status: "processing" } });
  expect(held?.metrics?.["end"]).toBeTypeOf("number");

  await send({ url: urls.get });
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ id, metadata: { status: "succeeded" }, metrics: { tokens: 8 } });
  expect(row.metrics?.["end"]).toBe(held?.metrics?.["end"]);
});
