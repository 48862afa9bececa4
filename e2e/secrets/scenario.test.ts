import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("posts no secret, and neither what an app wants kept to itself", async () => {
  const secret = "hunter2-hunter2";
  expect(await scenario.run("app.mjs", { env: { SECRET: secret } })).toMatchObject({
    code: 0,
    stderr: "",
  });

  expect(JSON.stringify(scenario.store.written)).not.toContain(secret);
  await expectSpanTree(scenario);
});
