import { createRequire } from "node:module";
import { afterEach, beforeEach, expect, it } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { digest, uploaded } from "../support/media.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

it("works with the oldest supported version of Braintrust's SDK", async () => {
  const { version } = createRequire(import.meta.url)("braintrust-3-1/package.json") as {
    readonly version: string;
  };
  expect(version).toBe("3.1.0");

  expect(await scenario.run("app.mjs")).toMatchObject({ code: 0, stderr: "" });
  expect(uploaded(scenario)).toEqual({
    "input-file.txt (text/plain)": digest(Buffer.from("bytes of a file")),
  });
  // The files of a span have a row of their own.
  await expectSpanTree(scenario, { rowsPerSpan: 3 });
});
