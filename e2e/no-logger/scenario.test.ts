import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;
let braintrust: Server;
let connections = 0;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
  braintrust = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(braintrust, "listening");
});
afterEach(async () => {
  braintrust.close();
  await scenario.close();
});

it("asks nothing of Braintrust and says nothing without a logger", async () => {
  const address = braintrust.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const result = await scenario.run("app.mjs", {
    env: { BRAINTRUST_APP_URL: `http://127.0.0.1:${port}` },
  });

  expect(result).toMatchObject({ code: 0, stderr: "", report: ["quick", 96, "succeeded"] });
  expect(connections).toBe(0);
});
