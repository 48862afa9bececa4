import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("sends what is known before a function is frozen, and ends nothing", async () => {
  const result = await scenario.run("app.mjs", { env: { TIMEOUT_MS: "5000" } });

  expect(result).toMatchObject({ code: null, stderr: "" });
  expect(result.report).toBeLessThan(4000);
  await expectSpanTree(scenario);
});

it("waits no longer than it is told to for a collector that does not answer", async () => {
  scenario.collector.faults.hang({ path: "/logs3" });
  const result = await scenario.run("app.mjs", { env: { TIMEOUT_MS: "300" } });

  expect(result).toMatchObject({ code: null, stderr: "" });
  expect(result.report).toBeGreaterThanOrEqual(290);
  expect(result.report).toBeLessThan(2000);
});
