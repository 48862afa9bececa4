import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

const ENDS = ["succeeded", "succeeded", "canceled"];
const callers = ["create.mjs", "finish.mjs"];

it("completes the rows of the process that created the predictions", async () => {
  const created = await scenario.run("create.mjs");
  expect(created).toMatchObject({ code: 0, stderr: "" });

  const finished = await scenario.run("finish.mjs", {
    args: idsIn(created.report),
    env: { JOIN: "1" },
  });

  expect(finished).toMatchObject({ code: 0, stderr: "", report: ENDS });
  expect(scenario.store.rows()).toHaveLength(4);
  // Two of the first process and the end by the second.
  await expectSpanTree(scenario, { name: "joined", callers, rowsPerSpan: 3 });
});

it("makes one task span for each prediction of somebody else when rows are not joined", async () => {
  const created = await scenario.run("create.mjs");
  const finished = await scenario.run("finish.mjs", { args: idsIn(created.report) });

  expect(finished).toMatchObject({ code: 0, stderr: "", report: ENDS });
  await expectSpanTree(scenario, { name: "separate", callers });
});

function idsIn(report: unknown): readonly string[] {
  return Array.isArray(report) ? report.map(String) : [];
}
