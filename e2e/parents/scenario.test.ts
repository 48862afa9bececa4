import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("hangs each span below the span that was current at the call, across processes too", async () => {
  const parent = await scenario.run("app.mjs");
  expect(parent).toMatchObject({ code: 0, stderr: "" });

  for (const logger of ["with-logger", "without-logger"]) {
    const child = await scenario.run("child.mjs", { args: [String(parent.report), logger] });
    expect(child).toMatchObject({ code: 0, stderr: "", report: "quick" });
  }

  await expectSpanTree(scenario, { callers: ["app.mjs", "child.mjs"] });
});
