import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("traces all clients of a class, those made before it was wrapped too", async () => {
  const result = await scenario.run("app.mjs");

  expect(result).toMatchObject({
    code: 0,
    stderr: "",
    report: { sameKeys: true, instance: true },
  });
  await expectSpanTree(scenario);
});
