import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("ends when the consumer breaks, with what was delivered", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  for await (const event of client.stream("acme/drip", { input: {} })) {
    if (event.data === " two") break;
  }

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    output: "One two",
    metadata: { incomplete: "stopped_early" },
  });
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});

it("ends when the consumer's own code throws", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));

  const consuming = async (): Promise<void> => {
    for await (const _ of client.stream("acme/drip", { input: {} })) throw new Error("mine");
  };

  await expect(consuming()).rejects.toThrow("mine");
  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ output: "One", metadata: { incomplete: "stopped_early" } });
  expect(row).not.toHaveProperty("error");
  await expectEachEndedOnce(scene);
});
