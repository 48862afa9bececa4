import { expect, it, onTestFinished } from "vitest";
import { createCollector } from "braintrust-replicate-viewer";
import { readMetric } from "./support/read-metric.ts";
import { startFrontOf } from "./support/start-front-of.ts";
import { startTracedStage, type TracedStage } from "./support/start-traced-stage.ts";

async function create({ baseUrl }: TracedStage, baggage = "a=1"): Promise<void> {
  const answer = await fetch(`${baseUrl}/models/acme/quick/predictions`, {
    method: "POST",
    headers: { authorization: "Bearer r8_x", prefer: "wait", baggage },
    body: JSON.stringify({ input: { n: 1 } }),
  });
  expect(answer.status).toBe(201);
  await answer.arrayBuffer();
}

function metric({ gateways }: TracedStage, name: string): Promise<number> {
  return readMetric(gateways[0]?.url ?? "", name);
}

const ROWS = "rows_total";
const WAITING = "rows_waiting";

it("Braintrust comes up after the first rows were written", async () => {
  const collector = createCollector();
  const place = await collector.listen();
  await place.close();
  const stage = await startTracedStage({ config: { braintrustUrl: place.url } });
  await create(stage);
  await expect.poll(() => metric(stage, WAITING)).toBe(1);
  // The port is asked for again, which is that of the address the gateway knows.
  const again = await collector.listen({ port: Number(new URL(place.url).port) });
  onTestFinished(() => again.close());
  await create(stage);
  await collector.store.waitFor((rows) => rows.length === 2, { timeoutMs: 15_000 });
  await expect.poll(() => metric(stage, `${ROWS}{outcome="sent"}`)).toBe(2);
  expect(await metric(stage, `${ROWS}{outcome="dropped"}`)).toBe(0);
});

it.each([
  ["refuses the login", { path: "/api/apikey/login", status: 503 }],
  ["refuses the key", { path: "/api/apikey/login", status: 401 }],
  ["cannot register the project", { path: "/api/project/register", status: 500 }],
  ["fails to take rows", { path: "/logs3", status: 500 }],
  ["is asked too often", { path: "/logs3", status: 429 }],
  ["loses its answer", { path: "/logs3", status: 500, afterHandling: true }],
])("Braintrust %s, and recovers", async (_what, fault) => {
  const stage = await startTracedStage();
  stage.collector.faults.failNext({ ...fault, times: 2 });
  await create(stage);
  const rows = await stage.ended(1);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ input: { n: 1 }, output: { answer: 42 } });
  await expect.poll(() => metric(stage, WAITING)).toBe(0);
});

it("a row that Braintrust does not take is dropped, and the others are sent", async () => {
  const stage = await startTracedStage();
  stage.collector.faults.failNext({ path: "/logs3", status: 413, times: 2 });
  await Promise.all([create(stage), create(stage), create(stage)]);
  await expect.poll(() => metric(stage, `${ROWS}{outcome="sent"}`)).toBe(2);
  expect(await metric(stage, `${ROWS}{outcome="dropped"}`)).toBe(1);
});

it("traffic flows while Braintrust hangs, and what does not fit is counted", async () => {
  const stage = await startTracedStage({ config: { queueRows: 100 } });
  stage.collector.faults.hang({ path: "/api/apikey/login" });
  for (let round = 0; round < 15; round++) {
    await Promise.all(Array.from({ length: 10 }, () => create(stage)));
  }
  const dropped = await metric(stage, `${ROWS}{outcome="dropped"}`);
  const waiting = await metric(stage, WAITING);
  expect(dropped).toBeGreaterThan(0);
  expect(dropped + waiting).toBe(150);
  stage.collector.faults.clear();
  await stage.ended(waiting);
  expect(await metric(stage, `${ROWS}{outcome="dropped"}`)).toBe(dropped);
});

it.each([
  ["a project that may not be registered", "project_name%3Aforbidden", 403],
  ["a project that cannot be registered", "project_name%3Aforbidden", 500],
  ["a project that may not be written to", "project_id%3Aforbidden", 403],
  ["an experiment that does not exist", "experiment_id%3Aforbidden", 404],
])("rows for %s wait, and those of others are sent", async (_what, parent, status) => {
  const collector = createCollector();
  const braintrust = await collector.listen();
  onTestFinished(() => braintrust.close());
  let forbids = true;
  const front = await startFrontOf(braintrust.url, (body) =>
    forbids && body.includes("forbidden") ? status : undefined,
  );
  const stage = await startTracedStage({ config: { braintrustUrl: front } });
  await create(stage, `braintrust.parent=${parent}`);
  await create(stage);
  await create(stage);
  await expect.poll(() => metric(stage, `${ROWS}{outcome="sent"}`)).toBe(2);
  await create(stage);
  await expect.poll(() => metric(stage, `${ROWS}{outcome="sent"}`)).toBe(3);
  expect(await metric(stage, WAITING)).toBe(1);
  expect(await metric(stage, `${ROWS}{outcome="dropped"}`)).toBe(0);
  forbids = false;
  await expect.poll(() => metric(stage, WAITING)).toBe(0);
  expect(collector.store.rows()).toHaveLength(4);
});
