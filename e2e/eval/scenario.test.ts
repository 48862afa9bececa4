import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("puts executions of an evaluation below their task, into the experiment", async () => {
  const { code, report } = await scenario.run("app.mjs");

  // What Eval itself prints goes to stderr too.
  expect({ code, report }).toEqual({ code: 0, report: 0.5 });
  const rows = scenario.store.rows();
  expect(new Set(rows.map((row) => row.experiment_id)).size).toBe(1);
  await expectSpanTree(scenario);
});
