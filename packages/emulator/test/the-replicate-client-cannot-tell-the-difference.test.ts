import Replicate, { type FileOutput, type Prediction } from "replicate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, file, pngFile, type Emulator, type Listening } from "../src/index.ts";

const WORDS = ["Two", " lines:", "\n\nthis one", ""];

const MODELS = [
  {
    name: "acme/text",
    official: true,
    streaming: true,
    script: {
      queueMs: 5,
      steps: WORDS.map((output) => ({ afterMs: 2, output })),
      metrics: { input_token_count: 3, output_token_count: 4 },
    },
    training: { output: { version: "acme/tuned:1", weights: "https://example.com/weights" } },
  },
  {
    name: "acme/image",
    version: "a".repeat(64),
    streaming: "files" as const,
    script: { output: [file("png", 1), file("png", 2)] },
  },
  { name: "acme/endless", official: true, script: { neverEnds: true } },
  { name: "acme/broken", official: true, script: { error: "out of memory" } },
];

const IMAGE = `acme/image:${"a".repeat(64)}` as const;

describe.each(["in process", "over a socket"])("the replicate client %s", (where) => {
  let emulator: Emulator;
  let listening: Listening | undefined;
  let replicate: Replicate;

  beforeEach(async () => {
    emulator = createEmulator({ models: MODELS, deployments: { "acme/fast": "acme/text" } });
    listening = where === "in process" ? undefined : await emulator.listen();
    replicate =
      listening === undefined
        ? new Replicate({ auth: "any", fetch: emulator.fetch })
        : new Replicate({ auth: "any", baseUrl: listening.url });
  });
  afterEach(() => listening?.close());

  it("runs a model with one blocking request", async () => {
    expect(await replicate.run("acme/text", { input: {} })).toEqual(WORDS);
    expect(emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v1/models/acme/text/predictions",
    ]);
    expect(emulator.requests[0]?.headers["prefer"]).toBe("wait");
  });

  it("polls from the start to the end", async () => {
    const seen: Prediction[] = [];
    const wait = { mode: "poll", interval: 1 } as const;
    const output = await replicate.run("acme/text", { input: {}, wait }, (prediction) => {
      seen.push(prediction);
    });
    expect(output).toEqual(WORDS);
    expect(seen[0]?.status).toBe("starting");
    expect(seen.at(-1)?.status).toBe("succeeded");
    expect(seen.at(-1)?.metrics).toMatchObject({ input_token_count: 3, output_token_count: 4 });
  });

  it("streams what the model yields", async () => {
    const events: string[][] = [];
    for await (const { event, data } of replicate.stream("acme/text", { input: {} })) {
      events.push([event, data]);
    }
    expect(events).toEqual([...WORDS.map((word) => ["output", word]), ["done", "{}"]]);
  });

  it("throws the error of a failed model", async () => {
    await expect(replicate.run("acme/broken", { input: {} })).rejects.toThrow(
      "Prediction failed: out of memory",
    );
  });

  it("cancels what never ends", async () => {
    const { id } = await replicate.predictions.create({ model: "acme/endless", input: {} });
    expect((await replicate.predictions.cancel(id)).status).toBe("canceled");
    expect((await replicate.predictions.get(id)).status).toBe("canceled");
  });

  it("runs deployments", async () => {
    const created = await replicate.deployments.predictions.create("acme", "fast", { input: {} });
    expect(created).toMatchObject({ deployment: "acme/fast", model: "acme/text" });
    expect((await replicate.wait(created, { interval: 1 })).output).toEqual(WORDS);
    expect((await replicate.deployments.get("acme", "fast")).current_release.model).toBe(
      "acme/text",
    );
  });

  it("trains", async () => {
    const [version] = emulatedVersions(await replicate.models.get("acme", "text"));
    const created = await replicate.trainings.create("acme", "text", version ?? "", {
      destination: "acme/tuned",
      input: { data: "https://example.com/data.zip" },
    });
    expect(created.urls.get).toMatch(/\/v1\/predictions\/\w{26}$/);
    const read = await replicate.trainings.get(created.id);
    expect(read).toMatchObject({ status: "succeeded", output: { version: "acme/tuned:1" } });
    expect(read.urls.get).toMatch(/\/v1\/trainings\/\w{26}$/);
    expect((await replicate.trainings.list()).results).toHaveLength(1);
    expect((await replicate.trainings.cancel(created.id)).status).toBe("succeeded");
  });

  it("uploads, lists and deletes files", async () => {
    const { id, size, metadata } = await replicate.files.create(new Blob(["hello"]), { a: 1 });
    expect({ size, metadata }).toEqual({ size: 5, metadata: { a: 1 } });
    expect((await replicate.files.list()).results).toHaveLength(1);
    expect((await replicate.files.get(id)).id).toBe(id);
    expect(await replicate.files.delete(id)).toBe(true);
    expect((await replicate.files.list()).results).toHaveLength(0);
  });

  it("finds models", async () => {
    expect((await replicate.models.search("image")).results.map(({ name }) => name)).toEqual([
      "image",
    ]);
    expect((await replicate.models.list()).results).toHaveLength(MODELS.length);
    expect((await replicate.collections.list()).results).toHaveLength(1);
    expect((await replicate.hardware.list()).length).toBeGreaterThan(0);
    expect((await replicate.accounts.current()).username).toBe("emulated");
  });

  it("follows pages to the end", async () => {
    for (let index = 0; index < 205; index++) {
      await replicate.predictions.create({ model: "acme/broken", input: { index } });
    }
    const sizes: number[] = [];
    for await (const page of replicate.paginate(() => replicate.predictions.list())) {
      sizes.push(page.length);
    }
    expect(sizes).toEqual([100, 100, 5]);
  });

  it("reads the files that a model made", async ({ skip }) => {
    skip(
      where !== "in process",
      "Over a socket the files would be asked of replicate.delivery itself",
    );
    const output = await replicate.run(IMAGE, { input: {} });
    const files = output as FileOutput[];
    expect(files[0]?.url().host).toBe("replicate.delivery");
    const bytes = await Promise.all(files.map(async (one) => (await one.blob()).bytes()));
    expect(bytes.map((one) => Buffer.from(one))).toEqual([pngFile(1), pngFile(2)]);
  });
});

function emulatedVersions(model: { latest_version?: { id: string } }): string[] {
  return model.latest_version === undefined ? [] : [model.latest_version.id];
}
