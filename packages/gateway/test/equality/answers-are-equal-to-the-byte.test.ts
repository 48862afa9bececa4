import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import {
  createEmulator,
  demoModels,
  publicModel,
  readPublicModels,
  type PublicModelRecord,
} from "replicate-emulator";
import { startStage, startTestGateway } from "../support/start-stage.ts";
import { restoreUrls, TEST_SECRET } from "./restore-urls.ts";

const main = createRequire(import.meta.url).resolve("all-the-public-replicate-models");
const MODELS = join(dirname(main), "models.json");
const AUTH = { authorization: "Bearer r8_test" };

interface Sides {
  readonly direct: string;
  readonly gateway: string;
}

async function read(base: string, path: string): Promise<string> {
  const answer = await fetch(base + path, { headers: AUTH });
  return `${answer.status} ${answer.statusText} ${answer.headers.get("content-type")}\n${await answer.text()}`;
}

/** Runs a model's example and compares what both sides tell of it. Answers whether they agree. */
async function agrees(record: PublicModelRecord, { direct, gateway }: Sides): Promise<boolean> {
  const version = record.latest_version?.id;
  const input = record.default_example?.input ?? {};
  const created = await fetch(`${gateway}/v1/predictions`, {
    method: "POST",
    headers: { ...AUTH, prefer: "wait" },
    body: JSON.stringify({ version, input }),
  });
  const { id } = (await created.json()) as { id: string };
  const path = `/v1/predictions/${id}`;
  const through = await read(gateway, path);
  const original = await read(direct, path);
  if (original === through || !original.startsWith("200 ")) return false;
  return restoreUrls(through, gateway, `${direct}/v1/`) === original;
}

it("of all public models, with their real inputs and outputs", { timeout: 240_000 }, async () => {
  const emulator = createEmulator();
  const listening = await emulator.listen();
  onTestFinished(() => listening.close());
  const { url } = await startTestGateway(listening.origin, { secret: TEST_SECRET });
  const sides = { direct: listening.origin, gateway: url };
  let models = 0;
  const different: string[] = [];
  let batch: PublicModelRecord[] = [];
  const compareBatch = async (): Promise<void> => {
    const same = await Promise.all(batch.map((record) => agrees(record, sides)));
    for (const [index, record] of batch.entries()) {
      if (same[index] !== true) different.push(`${record.owner}/${record.name}`);
    }
    models += batch.length;
    batch = [];
    emulator.reset();
  };
  for await (const record of readPublicModels(MODELS)) {
    emulator.addModel(publicModel(record));
    batch.push(record);
    if (batch.length === 50) await compareBatch();
  }
  await compareBatch();
  expect(different).toEqual([]);
  expect(models).toBe(3808);
});

const PATHS = [
  "/v1/predictions",
  "/v1/trainings",
  "/v1/models",
  "/v1/models/demo/text",
  "/v1/models/demo/text/versions",
  "/v1/deployments",
  "/v1/deployments/demo/deployment",
  "/v1/collections",
  "/v1/hardware",
  "/v1/files",
  "/v1/account",
  "/v1/nothing/at/all",
  "/v1/predictions/doesnotexist",
];

it.each(PATHS)("of %s", async (path) => {
  const models = [...demoModels(), { name: "acme/quick", official: true, script: { output: 1 } }];
  const { direct, gateway } = await startStage({ models }, { secret: TEST_SECRET });
  for (let count = 0; path === "/v1/predictions" && count < 120; count++) {
    await fetch(direct + path, {
      method: "POST",
      headers: { ...AUTH, prefer: "wait" },
      body: JSON.stringify({ version: "acme/quick", input: {} }),
    });
  }
  // A model shows an example, which has a new id each time.
  const withoutIds = (text: string): string => text.replaceAll(/\b[a-z0-9]{26}\b|xezq\/\w+/g, "");
  const original = await read(direct, path);
  const through = await read(gateway.url, path);
  const restored = restoreUrls(through, gateway.url, `${direct}/v1/`);
  const comparable = path.startsWith("/v1/models") ? withoutIds : (text: string) => text;
  expect(comparable(restored)).toBe(comparable(original));
});

const STATUSES = [400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504];

it.each(STATUSES)("of errors with the status %i", async (status) => {
  const { direct, gateway, emulator } = await startStage({}, { secret: TEST_SECRET });
  const answers: unknown[] = [];
  for (const base of [direct, gateway.url]) {
    for (const path of ["/v1/predictions", "/v1/models/demo/text/predictions", "/v1/files"]) {
      const undo = emulator.fault({ kind: "status", status, path: "/v1/*" });
      const answer = await fetch(base + path, { method: "POST", headers: AUTH, body: "{}" });
      undo();
      const headers = Object.fromEntries(answer.headers);
      for (const name of ["connection", "keep-alive", "date"]) delete headers[name];
      answers.push({ status: answer.status, headers, body: await answer.text() });
    }
  }
  expect(answers.slice(3)).toEqual(answers.slice(0, 3));
});
