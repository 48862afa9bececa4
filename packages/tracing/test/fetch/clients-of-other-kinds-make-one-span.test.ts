import { createReplicate } from "@ai-sdk/replicate";
import { experimental_generateVideo as generateVideo, generateImage } from "ai";
import { Replicate as Stainless } from "replicate-stainless";
import { describe, expect, it } from "vitest";
import { createEmulator, file, type Emulator } from "replicate-emulator";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { openExecutions } from "../support/open-executions.ts";
import { pathsHolding } from "../support/paths-holding.ts";
import { startScene, type Scene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";
import { tracedFetch } from "./support/traced-fetch.ts";

const NSFW = "NSFW content detected. Try running it again.";

function emulator(blockingFlavour: "processing" | "succeeded" = "processing"): Emulator {
  return createEmulator({
    blockingFlavour,
    models: [
      ...testModels(),
      { name: "acme/image", official: true, script: { output: [file("png", 1)] } },
      { name: "acme/video", official: true, script: { queueMs: 5, output: file("mp4", 1) } },
      { name: "acme/refuses", official: true, script: { error: NSFW } },
      { name: "acme/refuses-later", official: true, script: { queueMs: 5, error: NSFW } },
    ],
  });
}

/** The one row, and the only prediction that there was. */
async function seen(scene: Scene, api: Emulator, ends = 1) {
  const row = onlyRow(await scene.rows());
  expect(api.predictions.list()).toHaveLength(1);
  expect(row.id).toBe(api.predictions.list()[0]?.id);
  expect(row.metadata?.["prediction_id"]).toBe(row.id);
  expect(pathsHolding(row, [testToken()])).toEqual([]);
  await expectEachEndedOnce(scene, { "replicate.predictions.create": ends });
  return row;
}

describe("the AI SDK", () => {
  const prompt = "a heron";
  const sdk = (api: Emulator) =>
    createReplicate({ apiToken: testToken(), fetch: tracedFetch(api) });

  it.each(["processing", "succeeded"] as const)("makes an image, answered %s", async (flavour) => {
    const scene = await startScene();
    const api = emulator(flavour);
    const { image } = await generateImage({ model: sdk(api).image("acme/image"), prompt });
    expect(image.mediaType).toBe("image/png");
    expect(await seen(scene, api)).toMatchObject({
      span_attributes: { name: "replicate.predictions.create", type: "llm" },
      input: { prompt, num_outputs: 1 },
      output: [expect.stringMatching(/^https:\/\/replicate\.delivery\//) as string],
      metadata: { model: "acme/image", status: flavour },
    });
  });

  it("hides why an image failed, and the span tells", async () => {
    const scene = await startScene();
    const api = emulator();
    const making = generateImage({
      model: sdk(api).image("acme/refuses"),
      prompt,
      maxRetries: 0,
    });
    await expect(making).rejects.toThrow(/^(?!.*NSFW)/);
    expect(await seen(scene, api)).toMatchObject({
      error: NSFW,
      input: { prompt },
      metadata: { model: "acme/refuses", status: "failed" },
    });
  });

  it("makes a video, which it polls for", async () => {
    const scene = await startScene();
    const api = emulator();
    const { video } = await generateVideo({
      model: sdk(api).video("acme/video"),
      prompt,
      providerOptions: { replicate: { pollIntervalMs: 1 } },
      // Files are fetched past the option `fetch`.
      download: async ({ url }) => {
        const answer = await api.fetch(url);
        return { data: new Uint8Array(await answer.arrayBuffer()), mediaType: "video/mp4" };
      },
    });
    expect(video.mediaType).toBe("video/mp4");
    // It asks with \`Prefer: wait\`, has its output at once, and looks again for the status.
    expect(await seen(scene, api, 2)).toMatchObject({
      input: { prompt },
      output: expect.stringMatching(/^https:\/\/replicate\.delivery\//) as string,
      metadata: { model: "acme/video", status: "succeeded" },
      metrics: { predict_time: expect.any(Number) as number },
    });
  });

  it("tells why a video failed", async () => {
    const scene = await startScene();
    const api = emulator();
    const making = generateVideo({
      model: sdk(api).video("acme/refuses-later"),
      prompt,
      maxRetries: 0,
      providerOptions: { replicate: { pollIntervalMs: 1 } },
    });
    await expect(making).rejects.toThrow(/video/i);
    expect(await seen(scene, api)).toMatchObject({ error: NSFW, metadata: { status: "failed" } });
  });
});

describe("replicate-stainless", () => {
  const client = (api: Emulator) =>
    new Stainless({ bearerToken: testToken(), fetch: tracedFetch(api), maxRetries: 0 });

  it("runs a model", async () => {
    const scene = await startScene();
    const api = emulator();
    await client(api).run("acme/text", { input: { prompt: "Hi" } });
    expect(await seen(scene, api)).toMatchObject({
      input: { prompt: "Hi" },
      output: "You said: Hi",
      metadata: { model: "acme/text", status: "succeeded" },
      metrics: { tokens: 8 },
    });
  });

  it("fails", async () => {
    const scene = await startScene();
    const api = emulator();
    await expect(client(api).run("acme/fails", { input: {} })).rejects.toThrow(
      "CUDA out of memory",
    );
    expect(await seen(scene, api)).toMatchObject({ error: "CUDA out of memory" });
  });

  it("creates and cancels", async () => {
    const scene = await startScene();
    const api = emulator();
    const { id } = await client(api).models.predictions.create({
      model_owner: "acme",
      model_name: "never",
      input: {},
    });
    await client(api).predictions.cancel({ prediction_id: id });
    expect((await seen(scene, api)).metadata).toMatchObject({ status: "canceled" });
  });
});

interface Answer {
  readonly status: string;
  readonly urls: { readonly get: string; readonly stream: string };
}

const API = "https://api.replicate.com/v1";

/** As in many programs: create, then ask for `urls.get` until it is over. */
async function poll(fetch: typeof globalThis.fetch, model: string): Promise<Answer> {
  const headers = { Authorization: `Token ${testToken()}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ version: model, input: { prompt: "Hi" } });
  const created = await fetch(`${API}/predictions`, { method: "POST", headers, body });
  let answer = (await created.json()) as Answer;
  while (answer.status === "starting" || answer.status === "processing") {
    answer = (await (await fetch(answer.urls.get, { headers })).json()) as Answer;
  }
  return answer;
}

describe("a poller written by hand, with the old scheme of authorization", () => {
  it("makes one span", async () => {
    const scene = await startScene();
    const api = emulator();
    await poll(tracedFetch(api), "acme/text");
    expect(await seen(scene, api)).toMatchObject({
      input: { prompt: "Hi" },
      output: "You said: Hi",
      metadata: { model: "acme/text", status: "succeeded" },
    });
  });

  it("fails in Replicate's words", async () => {
    const scene = await startScene();
    const api = emulator();
    await poll(tracedFetch(api), "acme/fails");
    expect(await seen(scene, api)).toMatchObject({
      error: "CUDA out of memory",
      metadata: { status: "failed" },
    });
  });

  it("is below the caller's span, and the caller's own spans are not below its", async () => {
    const scene = await startScene();
    const api = emulator();
    const fetch = tracedFetch(api);
    await scene.logger.traced(
      async () => {
        const answer = poll(fetch, "acme/text");
        scene.logger.traced(() => undefined, { name: "beside" });
        await answer;
      },
      { name: "app" },
    );
    const rows = await scene.rows();
    const app = rows.find(({ span_attributes: span }) => span?.name === "app");
    const parents = rows.filter((row) => row !== app).map((row) => row.span_parents);
    expect(parents).toEqual([[app?.span_id], [app?.span_id]]);
  });
});

describe("where the API is at another address", () => {
  it("is traced below the option `baseUrl`, and follows its URLs wherever they lead", async () => {
    const scene = await startScene();
    const api = emulator();
    const base = "https://proxy.example/replicate";
    // Like a gateway: its URLs lead back to itself, on paths of its own.
    const behind = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const to = (input as string)
        .replace(base, API)
        .replace(/^https:\/\/proxy\.example\/p\/(\w+)$/, `${API}/predictions/$1`);
      const answer = await api.fetch(to, init);
      const text = await answer.text();
      const url = "https://proxy.example/p/$1";
      return new Response(text.replace(/https:[^"]*\/predictions\/(\w+)(?=")/, url), answer);
    };
    const fetch = tracedFetch({ fetch: behind }, { baseUrl: [base] });
    const headers = { Authorization: `Bearer ${testToken()}` };
    const body = JSON.stringify({ input: { prompt: "Hi" } });
    const created = await fetch(`${base}/models/acme/text/predictions`, {
      method: "POST",
      headers,
      body,
    });
    const { urls } = (await created.json()) as Answer;
    let status = "";
    while (status !== "succeeded") {
      ({ status } = (await (await fetch(urls.get, { headers })).json()) as Answer);
    }
    expect(await seen(scene, api)).toMatchObject({ output: "You said: Hi" });
  });

  it.each([
    [
      "proxy.example",
      'must be a URL such as https://proxy.example/v1, or a list of them; got "proxy',
    ],
    ["ftp://proxy.example", "option `baseUrl` must be a URL"],
    ["https://proxy.example/v1?x=1", "option `baseUrl` must be a URL"],
    [7, "or a list of them; got 7"],
    [[undefined], "or a list of them; got undefined"],
  ])("names a wrong one: %s", (baseUrl, message) => {
    expect(() => tracedFetch(emulator(), { baseUrl: baseUrl as string })).toThrow(message);
  });
});

it("nothing is left open", () => {
  expect(openExecutions()).toBe(0);
});
