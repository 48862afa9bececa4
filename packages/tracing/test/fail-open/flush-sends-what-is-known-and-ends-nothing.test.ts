import { createEmulator } from "replicate-emulator";
import { flush } from "braintrust-replicate";
import { expect, it } from "vitest";
import { onlyRow } from "../support/only-row.ts";
import { openExecutions } from "../support/open-executions.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("flushes what is open, and ends nothing", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: testModels() }));
  const stream = client.stream("acme/drip", { input: { prompt: "hi" } });
  await stream.next();

  await flush();

  const row = onlyRow(scene.collector.store.rows());
  expect(row).toMatchObject({ input: { prompt: "hi" }, metadata: { status: "starting" } });
  expect(row).not.toHaveProperty("metrics.end");
  expect(openExecutions()).toBe(1);
  await stream.return(undefined);
});

it("sends files with a flush that comes right after the result", async () => {
  const scene = await startScene();
  const uri = `data:text/plain;base64,${Buffer.from("a file").toString("base64")}`;
  const client = tracedClient(createEmulator({ models: testModels() }));

  await client.run("acme/text", { input: { prompt: "hi", image: uri } });
  await flush();

  const row = onlyRow(scene.collector.store.rows());
  expect(row).toHaveProperty("metrics.end");
  const { key } = (row.input as { image: { key: string } }).image;
  const kept = scene.collector.store.attachment(key)?.bytes ?? [];
  expect(Buffer.from(kept).toString()).toBe("a file");
});

it.each([
  [-1, "-1"],
  [Number.NaN, "NaN"],
  ["soon", '"soon"'],
  [null, "null"],
])("refuses to flush within %s", async (timeoutMs, shown) => {
  await expect(flush({ timeoutMs: timeoutMs as number })).rejects.toThrow(
    `option \`timeoutMs\` must be a number of 0 or above; got ${shown}`,
  );
});
