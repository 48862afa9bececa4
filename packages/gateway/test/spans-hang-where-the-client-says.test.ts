import { initLogger, startSpan } from "braintrust";
import { expect, it } from "vitest";
import { startTracedStage } from "./support/start-traced-stage.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const TRACEPARENT = `00-${TRACE}-${SPAN}-01`;

async function create(baseUrl: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${baseUrl}/models/acme/quick/predictions`, {
    method: "POST",
    headers: { authorization: "Bearer r8_x", prefer: "wait", ...headers },
    body: JSON.stringify({ input: {} }),
  });
  expect(answer.status).toBe(201);
  await answer.arrayBuffer();
}

it("below the client's span, in the project of its baggage", async () => {
  const { baseUrl, ended, emulator } = await startTracedStage();
  const baggage = "a=1,braintrust.parent=project_id%3Aproject-of-the-client";
  await create(baseUrl, { traceparent: TRACEPARENT, baggage, "x-bt-parent": "project_id:other" });
  const [row] = await ended(1);
  expect(row).toMatchObject({
    root_span_id: TRACE,
    span_parents: [SPAN],
    project_id: "project-of-the-client",
  });
  const sent = emulator.requests[0]?.headers ?? {};
  expect(sent).toMatchObject({ traceparent: TRACEPARENT, baggage: "a=1" });
  expect(sent).not.toHaveProperty("x-bt-parent");
});

it("in the project of the older header", async () => {
  const { baseUrl, ended } = await startTracedStage({
    flags: { project: "project_id:of-the-flag" },
  });
  await create(baseUrl, { "x-bt-parent": "project_id:older" });
  expect((await ended(1))[0]).toMatchObject({ project_id: "older" });
});

it("below a span that an SDK exported as a slug", async () => {
  const { baseUrl, ended, collector, gateways } = await startTracedStage();
  expect(gateways).toHaveLength(1);
  const braintrust = await collector.listen();
  initLogger({ projectName: "slugs", apiKey: "k", appUrl: braintrust.url, forceLogin: true });
  const span = startSpan({ name: "of the client" });
  await create(baseUrl, { "x-bt-parent": await span.export() });
  const rows = await ended(1);
  const row = rows.find(({ output }) => output !== undefined);
  expect(row).toMatchObject({ root_span_id: span.rootSpanId, span_parents: [span.spanId] });
  await braintrust.close();
});

it("in an experiment", async () => {
  const { baseUrl, ended } = await startTracedStage();
  await create(baseUrl, { baggage: "braintrust.parent=experiment_id%3Aexp-1" });
  expect((await ended(1))[0]).toMatchObject({ experiment_id: "exp-1" });
});

it("in the gateway's project, with the trace of a traceparent that comes alone", async () => {
  const flags = { project: "project_id:of-the-flag" };
  const { baseUrl, ended } = await startTracedStage({ flags });
  await create(baseUrl, { traceparent: TRACEPARENT });
  expect((await ended(1))[0]).toMatchObject({
    project_id: "of-the-flag",
    root_span_id: TRACE,
    span_parents: [SPAN],
  });
});

it.each([
  ["no traceparent", { traceparent: "rubbish" }],
  ["a zero trace", { traceparent: `00-${"0".repeat(32)}-${SPAN}-01` }],
  ["a forbidden version", { traceparent: `ff-${TRACE}-${SPAN}-01` }],
  ["a first version with more than that has", { traceparent: `${TRACEPARENT}-more` }],
  ["a baggage that is none", { baggage: "braintrust.parent=%zz" }],
  ["a parent of no known kind", { baggage: "braintrust.parent=dataset_id%3A1" }],
  ["a slug that is none", { "x-bt-parent": "\u00ff\u00fe" }],
])("at the root for %s", async (_what, headers) => {
  const flags = { project: "project_id:of-the-flag" };
  const { baseUrl, ended } = await startTracedStage({ flags });
  await create(baseUrl, headers as Record<string, string>);
  const [row] = await ended(1);
  expect(row).toMatchObject({ project_id: "of-the-flag" });
  expect(row?.["span_parents"] ?? []).toEqual([]);
});

it("nowhere, when the client has traced the execution itself", async () => {
  const { baseUrl, ended, collector, emulator } = await startTracedStage();
  await create(baseUrl, { baggage: "braintrust-replicate.traced=1" });
  await create(baseUrl, {});
  expect(await ended(1)).toHaveLength(1);
  expect(collector.store.rows()).toHaveLength(1);
  expect(emulator.requests[0]?.headers).not.toHaveProperty("baggage");
});
