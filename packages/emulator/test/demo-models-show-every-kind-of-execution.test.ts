import Replicate, { type FileOutput } from "replicate";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, demoModels, mp4File, type Emulator } from "../src/index.ts";

let emulator: Emulator;
let replicate: Replicate;

beforeEach(() => {
  emulator = createEmulator({ models: demoModels() });
  replicate = new Replicate({ auth: "any", fetch: emulator.fetch });
});

describe("the demo models", () => {
  it("continue a text", async () => {
    const output = await replicate.run("demo/text", { input: { prompt: "the sea" } });
    expect((output as string[]).join("")).toContain("the sea");
  });

  it("make files", async () => {
    const image = await replicate.run("demo/image", { input: { prompt: "x" } });
    expect((image as FileOutput).url().href).toMatch(
      /^https:\/\/replicate\.delivery\/xezq\/\w+\/out-0\.png$/,
    );
    const images = await replicate.run("demo/images", { input: { num_outputs: 2 } });
    expect(images).toHaveLength(2);
    const video = await replicate.run("demo/video", { input: {} });
    const blob = await (video as FileOutput).blob();
    expect(await blob.bytes()).toEqual(new Uint8Array(mp4File()));
  });

  it("answer with numbers and objects", async () => {
    const numbers = await replicate.run("demo/embedding", { input: { text: "lighthouse" } });
    expect(numbers).toHaveLength(8);
    expect(await replicate.run("demo/json", { input: {} })).toMatchObject({ label: "harbour" });
  });

  it("want a secret and keep it", async () => {
    await expect(replicate.run("demo/secret", { input: {} })).rejects.toThrow(
      "api_key is required",
    );
    await replicate.run("demo/secret", { input: { api_key: "hush" } });
    expect(emulator.predictions.list()[0]?.input).toEqual({ api_key: "[REDACTED]" });
  });

  it("fail with logs, and abort", async () => {
    await expect(replicate.run("demo/failing", { input: {} })).rejects.toThrow("out of memory");
    expect(emulator.predictions.list()[0]?.logs).toContain("RuntimeError");
    const { id } = await replicate.predictions.create({ model: "demo/aborting", input: {} });
    await expect.poll(async () => (await replicate.predictions.get(id)).status).toBe("aborted");
  });

  it("all have an example on their page", async () => {
    const { results } = await replicate.models.list();
    const statuses = new Map(
      results.map(({ name, default_example: example }) => [name, example?.status]),
    );
    expect(statuses.size).toBe(demoModels().length);
    expect(statuses.get("failing")).toBe("failed");
    expect(statuses.get("aborting")).toBe("aborted");
    statuses.delete("failing");
    statuses.delete("aborting");
    expect(new Set(statuses.values())).toEqual(new Set(["succeeded"]));
  });
});
