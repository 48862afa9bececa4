import { wrapReplicate } from "braintrust-replicate";
import { traceFetch } from "braintrust-replicate/fetch";
import Replicate from "replicate";
import { createEmulator } from "replicate-emulator";
import { afterEach, expect, it } from "vitest";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";

const LIMIT = Error.stackTraceLimit;

afterEach(() => void (Error.stackTraceLimit = LIMIT));

const INPUT = { prompt: "hi" };

/** An error at the bottom of so many calls. */
function deep(calls: number): Error {
  return calls === 0 ? new Error("of the app") : deep(calls - 1);
}

it.each([
  ["run", (client: Replicate) => client.run("acme/text", { input: INPUT })],
  [
    "stream",
    async (client: Replicate) => {
      for await (const event of client.stream("acme/text", { input: INPUT })) void event;
    },
  ],
  [
    "predictions.create",
    (client: Replicate) => client.predictions.create({ model: "acme/text", input: INPUT }),
  ],
  ["predictions.get", (client: Replicate) => client.predictions.get("none").catch(() => {})],
] as const)("around and inside of %s", async (_name, call) => {
  await startScene();
  Error.stackTraceLimit = 37;
  const seen: number[] = [];
  const emulator = createEmulator({ models: testModels() });
  const fetch: typeof globalThis.fetch = (...request) => {
    seen.push((deep(50).stack ?? "").split("\n").length - 1);
    return emulator.fetch(...request);
  };
  const client = wrapReplicate(new Replicate({ auth: "any", fetch: traceFetch(fetch) }));
  await call(client);
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(new Set([37]));
  expect(Error.stackTraceLimit).toBe(37);
});
