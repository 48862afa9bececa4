import { afterEach, beforeEach, expect, it } from "vitest";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

const RESULTS = ["quick", 96];

it("changes nothing for the app when nobody listens at Braintrust's address", async () => {
  const result = await scenario.run("app.mjs", {
    env: { BRAINTRUST_APP_URL: "http://127.0.0.1:9", BRAINTRUST_NUM_RETRIES: "0" },
  });

  expect(result).toMatchObject({ code: 0, stderr: "", report: RESULTS });
});

it("changes nothing for the app when Braintrust answers with errors", async () => {
  scenario.collector.faults.failNext({ path: "/logs3", status: 500, times: 1_000 });
  const result = await scenario.run("app.mjs", { env: { BRAINTRUST_NUM_RETRIES: "0" } });

  expect(result).toMatchObject({ code: 0, stderr: "", report: RESULTS });
  expect(scenario.store.rows()).toEqual([]);
});
