import { createEmulator } from "replicate-emulator";
import { flush } from "braintrust-replicate";
import { describe, expect, it } from "vitest";
import { openExecutions } from "../support/open-executions.ts";
import { startScene, type Scene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

const FAULTS: ReadonlyArray<readonly [string, (scene: Scene) => unknown]> = [
  ["is down", (scene) => scene.takeDown()],
  ["does not answer", ({ collector }) => collector.faults.hang({ path: "*" })],
  ["answers rubbish", ({ collector }) => collector.faults.answerRubbish({ path: "*" })],
  [
    "fails",
    ({ collector }) => collector.faults.failNext({ path: "*", status: 503, times: Infinity }),
  ],
  [
    "refuses rows",
    ({ collector }) => collector.faults.failNext({ path: "/logs3", status: 401, times: Infinity }),
  ],
];

describe("the caller waits for nothing when the collector", () => {
  it.each(FAULTS)("%s", async (_, sabotage) => {
    const scene = await startScene({ flushes: false });
    const client = tracedClient(createEmulator({ models: testModels() }));
    await sabotage(scene);

    const began = performance.now();
    expect(await client.run("acme/text", { input: { prompt: "hi" } })).toContain("hi");
    expect(performance.now() - began).toBeLessThan(1000);
    expect(openExecutions()).toBe(0);

    const flushing = performance.now();
    await flush({ timeoutMs: 50 });
    expect(performance.now() - flushing).toBeLessThan(1000);
  });
});
