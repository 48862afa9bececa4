import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { createEmulator } from "replicate-emulator";
import { afterEach, expect, it, vi } from "vitest";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";

afterEach(() => void vi.unstubAllEnvs());

const INPUT = { prompt: "for nobody else" };

// Hooks and plugins trace the class when it is loaded, and an app reads its `.env` after that.
it("also when it is set after the client was wrapped", async () => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });
  const client = wrapReplicate(new Replicate({ auth: "any", fetch }));
  vi.stubEnv("BRAINTRUST_REPLICATE_CAPTURE_INPUT", "0");
  vi.stubEnv("BRAINTRUST_REPLICATE_CAPTURE_OUTPUT", "0");
  await client.run("acme/text", { input: INPUT });
  const row = onlyRow(await scene.rows());
  expect(row.metadata?.["model"]).toBe("acme/text");
  expect(row).not.toHaveProperty("input");
  expect(row).not.toHaveProperty("output");
});

it("and stays what it was then, whatever is set later", async () => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });
  const client = wrapReplicate(new Replicate({ auth: "any", fetch }));
  vi.stubEnv("BRAINTRUST_REPLICATE_CAPTURE_INPUT", "0");
  await client.run("acme/text", { input: INPUT });
  vi.stubEnv("BRAINTRUST_REPLICATE_CAPTURE_INPUT", "1");
  await client.run("acme/text", { input: INPUT });
  expect((await scene.rows()).map(({ input }) => input)).toEqual([undefined, undefined]);
});
