import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("hands out spans to which an app attaches scores, tags and feedback", async () => {
  const result = await scenario.run("app.mjs");

  expect(result).toMatchObject({ code: 0, stderr: "", report: ["string", "string"] });
  const comments = scenario.store.rows().map((row) => row["comment"]);
  expect(comments).toContainEqual({ text: "good enough" });
  // Scores given after the end are rows of the app's own.
  await expectSpanTree(scenario, { rowsPerSpan: 4 });
});
