import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("makes each execution one span, however it was asked for and however it ended", async () => {
  const { code, stderr, report } = await scenario.run("app.mjs", {
    env: {
      VERSIONED: `e2e/versioned:${versionOf("e2e/versioned")}`,
      TRAINABLE: versionOf("demo/trainable"),
    },
  });

  expect(stderr).toBe("");
  expect(code).toBe(0);
  await expect(`${JSON.stringify(report, undefined, 2)}\n`).toMatchFileSnapshot(
    "expected.results.json",
  );
  await expectSpanTree(scenario);
});

/** The id that the emulator gives a model without one. */
function versionOf(model: string): string {
  return createHash("sha256").update(`version of ${model}`).digest("hex");
}
