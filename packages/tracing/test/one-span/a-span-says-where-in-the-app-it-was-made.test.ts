import { fileURLToPath } from "node:url";
import Replicate from "replicate";
import { unwrapReplicate, wrapReplicate } from "braintrust-replicate";
import { createEmulator } from "replicate-emulator";
import { afterEach, expect, it } from "vitest";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

afterEach(() => void unwrapReplicate(Replicate));

const input = { prompt: "hi" };

async function callFromHere(client: Replicate): Promise<void> {
  await client.run("acme/text", { input });
  const { id } = await client.predictions.create({ model: "acme/text", input });
  await client.predictions.get(id);
  await client.stream("acme/text", { input }).next();
}

it.each(["client", "class"])("where the %s is wrapped", async (what) => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });
  if (what === "class") wrapReplicate(Replicate);
  const client = new Replicate({ auth: testToken(), fetch });
  if (what === "client") wrapReplicate(client);

  await callFromHere(client);

  const rows = await scene.rows();
  expect(rows).toHaveLength(3);
  for (const row of rows) {
    expect(row.context).toMatchObject({
      caller_filename: fileURLToPath(import.meta.url),
      caller_functionname: "callFromHere",
      caller_lineno: expect.any(Number) as number,
    });
  }
});
