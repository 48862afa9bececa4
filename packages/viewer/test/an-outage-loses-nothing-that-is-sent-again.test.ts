import { initLogger } from "braintrust";
import type { Logger } from "braintrust";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Collector, Listening } from "braintrust-replicate-viewer";
import { createCollector } from "braintrust-replicate-viewer";
import { ended, rowNamed } from "./support/row-named.ts";

let collector: Collector;
let server: Listening;
let logger: Logger<true>;

beforeEach(async () => {
  collector = createCollector();
  server = await collector.listen();
  logger = initLogger({
    projectName: "outage",
    apiKey: "local",
    appUrl: server.url,
    forceLogin: true,
  });
});

afterEach(() => server.close());

function logSpan(name: string): void {
  const span = logger.startSpan({ name });
  span.log({ output: name, tags: ["a"] });
  span.end();
}

it("takes rows again after a 503", async () => {
  collector.faults.failNext({ path: "/logs3", status: 503 });
  logSpan("delayed");
  await logger.flush();
  logSpan("later");
  await logger.flush();

  const rows = await collector.store.waitFor(ended(2));
  expect(rows.map((row) => row.output)).toEqual(["delayed", "later"]);
});

it("has a row once when its answer was lost and it came twice", async () => {
  collector.faults.failNext({ path: "/logs3", afterHandling: true });
  logSpan("twice");
  await logger.flush();

  expect(collector.store.rows()).toMatchObject([{ output: "twice", tags: ["a"] }]);
});

it("takes rows again after an answer that is no JSON", async () => {
  collector.faults.answerRubbish({ path: "/logs3", times: 1 });
  logSpan("once more");
  await logger.flush();

  expect(rowNamed(collector.store.rows(), "once more").metrics?.["end"]).toBeTypeOf("number");
});

it("holds a request back until the fault is cleared", async () => {
  collector.faults.hang({ path: "/version" });
  const answer = fetch(`${server.url}/version`);
  const first = await Promise.race([answer, new Promise((r) => setTimeout(r, 50, "nothing"))]);
  expect(first).toBe("nothing");

  collector.faults.clear();
  expect((await answer).status).toBe(503);
  expect((await fetch(`${server.url}/version`)).status).toBe(200);
});

it("closes at once although requests hang", async () => {
  collector.faults.hang({ path: "/version" });
  const answer = fetch(`${server.url}/version`).catch(() => "cut");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await server.close();
  expect(await answer).toBe("cut");
});
