import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("makes no spans while the environment switches the instrumentation off", async () => {
  const env = { BRAINTRUST_DISABLE_INSTRUMENTATION: "openai, replicate" };

  expect(await scenario.run("app.mjs", { env })).toMatchObject({ code: 0, stderr: "" });
  await expectSpanTree(scenario);
});
