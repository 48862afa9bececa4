import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createEmulator, publicModel, type PublicModelRecord } from "../src/index.ts";

const require = createRequire(import.meta.url);
const PACKAGE = dirname(require.resolve("all-the-public-replicate-models"));
const HEADERS = { authorization: "Bearer any" };
const API = "https://api.replicate.com/v1";

let records: PublicModelRecord[];

beforeAll(() => {
  records = JSON.parse(readFileSync(join(PACKAGE, "models.json"), "utf8")) as PublicModelRecord[];
});

describe("a public model", () => {
  it("answers with the output, error, logs and metrics of its example", async () => {
    const sample = records.filter((_, index) => index % 17 === 0);
    const emulator = createEmulator({ models: sample.map((record) => publicModel(record)) });
    for (const { owner, name, latest_version: latest, default_example: example } of sample) {
      const version = latest?.id ?? example?.version ?? `${owner}/${name}`;
      const created = await emulator.fetch(`${API}/predictions`, {
        method: "POST",
        headers: HEADERS,
        body: JSON.stringify({ version, input: {} }),
      });
      expect([`${owner}/${name}`, created.status]).toEqual([`${owner}/${name}`, 201]);
      const { id } = (await created.json()) as { id: string };
      const prediction = emulator.predictions.get(id);
      expect(prediction).toMatchObject({
        output: example?.output ?? null,
        error: example?.error ?? null,
        logs: example?.logs ?? "",
      });
      expect(JSON.parse(JSON.stringify(prediction?.metrics))).toEqual(example?.metrics ?? {});
    }
  });

  it("streams a text in the pieces it came in", async () => {
    const record = records.find(
      ({ owner, name }) => `${owner}/${name}` === "meta/meta-llama-3-8b-instruct",
    );
    if (record === undefined) throw new Error("The model to test with is gone.");
    const emulator = createEmulator({ models: [publicModel(record)] });
    const created = await emulator.fetch(`${API}/predictions`, {
      method: "POST",
      headers: HEADERS,
      body: JSON.stringify({ version: record.latest_version?.id, input: {} }),
    });
    const { urls } = (await created.json()) as { urls: { stream: string } };
    const text = await (await emulator.fetch(urls.stream)).text();
    const chunks = record.default_example?.output as string[];
    expect(text.match(/^event: output$/gm)).toHaveLength(chunks.length);
  });
});
