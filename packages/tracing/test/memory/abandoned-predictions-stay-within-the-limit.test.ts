import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { openExecutions } from "../support/open-executions.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

it("holds no more open executions than it may, of 10,000 that nobody follows", async () => {
  const scene = await startScene();
  let created = 0;
  const fetch = (): Promise<Response> => {
    created += 1;
    const id = `abandoned${created}`;
    return Promise.resolve(Response.json({ id, status: "starting", input: {} }, { status: 201 }));
  };
  const client = tracedClient({ fetch }, { limits: { openExecutions: 500 } });

  for (let count = 0; count < 10_000; count += 1) {
    await client.predictions.create({ model: "acme/never", input: {} });
    // The SDK's own queue is bounded as well, and drops what it cannot send in time.
    if (count % 2000 === 0) await scene.rows();
  }

  expect(openExecutions()).toBe(500);
  const rows = await scene.rows();
  expect(rows).toHaveLength(10_000);
  const evicted = rows.filter((row) => row.metadata?.["incomplete"] === "evicted");
  expect(evicted).toHaveLength(9500);
  // The oldest went first.
  expect(rows.slice(0, 9500).every((row) => row.metrics?.["end"] !== undefined)).toBe(true);

  const room = tracedClient({ fetch }, { limits: { openExecutions: 1 } });
  await room.predictions.create({ model: "acme/never", input: {} });
  expect(openExecutions()).toBe(1);
  await tracedClient(createEmulator({ models: testModels() }), {
    limits: { openExecutions: 1 },
  }).run("acme/text", { input: {} });
  expect(openExecutions()).toBe(0);
  // 10,000 rows and more are sent and merged, which takes its time on a busy machine.
}, 120_000);
