import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { RECEIVED, startMediaScenario, uploaded } from "../support/media.ts";
import type { Scenario } from "../support/scenario.ts";

let scenario: Scenario;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  ({ scenario, env } = await startMediaScenario(import.meta.url));
});
afterEach(() => scenario.close());

it("leaves files out and everything else in when BRAINTRUST_CAPTURE_ATTACHMENTS is 0", async () => {
  const result = await scenario.run("app.mjs", {
    env: { ...env, BRAINTRUST_CAPTURE_ATTACHMENTS: "0" },
  });

  expect(result).toMatchObject({ code: 0, stderr: "", report: RECEIVED });
  expect(uploaded(scenario)).toEqual({});
  await expectSpanTree(scenario);
});
