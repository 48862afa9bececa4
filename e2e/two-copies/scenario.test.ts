import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("makes one span of an execution that two copies of the library see", async () => {
  expect(await scenario.run("app.mjs")).toMatchObject({ code: 0, stderr: "" });
  await expectSpanTree(scenario);
});
