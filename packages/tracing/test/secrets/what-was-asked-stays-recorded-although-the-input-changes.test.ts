import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";

// Looks random, so that it is held back until the answer shows that it is no secret.
const WEIGHTS = "a1b2c3d4e5f6a7b8c9d0e1f2";

it.each(["run", "predictions.create"])("by %s", async (method) => {
  const scene = await startScene();
  const emulator = createEmulator({ models: testModels() });
  const input: Record<string, unknown> = { prompt: "before", weights: WEIGHTS };
  const changing: typeof fetch = (...request) => {
    input["prompt"] = "after";
    delete input["weights"];
    return emulator.fetch(...request);
  };
  const client = wrapReplicate(new Replicate({ auth: "any", fetch: changing }));

  if (method === "run") await client.run("acme/text", { input });
  else await client.predictions.create({ model: "acme/text", input, wait: true });

  expect(onlyRow(await scene.rows()).input).toEqual({ prompt: "before", weights: WEIGHTS });
});
