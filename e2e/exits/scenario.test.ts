import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("ends what is open when a process comes to its end", async () => {
  const result = await scenario.run("natural.mjs");

  expect(result).toMatchObject({ code: 0, stderr: "" });
  await expectSpanTree(scenario, { name: "natural", callers: ["natural.mjs"] });
});

it("leaves what was posted when a process is ended", async () => {
  const result = await scenario.run("sudden.mjs");

  expect(result).toMatchObject({ code: 3, stderr: "", report: "starting" });
  await expectSpanTree(scenario, { name: "sudden", callers: ["sudden.mjs"] });
});
