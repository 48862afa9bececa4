import { gzipSync } from "node:zlib";
import { beforeEach, expect, it } from "vitest";
import type { Collector, RejectedRow } from "braintrust-replicate-viewer";
import { createCollector } from "braintrust-replicate-viewer";

let collector: Collector;
let rejected: RejectedRow[];

beforeEach(() => {
  rejected = [];
  collector = createCollector({
    maxBodyBytes: 10_000,
    onRejectedRow: (row) => rejected.push(row),
  });
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function post(path: string, body: BodyInit, headers: HeadersInit = {}): Promise<Answer> {
  const response = await collector.fetch(
    new Request(`http://local${path}`, { method: "POST", body, headers }),
  );
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
}

const ROWS = JSON.stringify({ rows: [{ id: "a" }], api_version: 2 });

it.each([
  ["plain", ROWS, { "content-type": "text/plain" }],
  ["without a content type", new TextEncoder().encode(ROWS), {}],
  ["gzip", gzipSync(ROWS), { "content-encoding": "gzip" }],
])("takes rows: %s", async (_case, body, headers: Record<string, string>) => {
  expect(await post("/logs3", body, headers)).toEqual({ status: 200, body: { row_ids: ["a"] } });
  expect(collector.store.rows()).toEqual([{ id: "a" }]);
});

it.each([
  ["{", {}, [400, "The body is not valid JSON"]],
  ["", {}, [400, "The body is not valid JSON"]],
  ["[]", {}, [400, "The body must be a JSON object"]],
  ['{"rows":7}', {}, [400, "The field rows must be a list of rows or"]],
  ['{"rows":{"type":"logs3_overflow"}}', {}, [400, "The field key must be a non-empty string"]],
  ['{"rows":{"type":"logs3_overflow","key":"k"}}', {}, [400, "was never uploaded"]],
  [ROWS, { "content-encoding": "gzip" }, [400, "The body says it is gzip, but it is not"]],
  [ROWS, { "content-encoding": "br" }, [415, 'content-encoding "br"; allowed: gzip, identity']],
  [" ".repeat(10_001), {}, [413, "The body is larger than 10000 bytes"]],
] as const)("answers %j %j with %j", async (body, headers, [status, message]) => {
  expect(await post("/logs3", body, headers)).toEqual({
    status,
    body: { error: expect.stringContaining(message) as unknown },
  });
  expect(collector.store.rows()).toEqual([]);
});

it("refuses a small body that unfolds to a huge one", async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  expect(bomb.byteLength).toBeLessThan(10_000);
  expect(await post("/logs3", bomb, { "content-encoding": "gzip" })).toMatchObject({ status: 413 });
});

it("does not repeat a body that may hold secrets", async () => {
  const { body } = await post("/logs3", '{"token": r8_secret }');
  expect(JSON.stringify(body)).not.toContain("secret");
});

it("stores the good rows of a batch and names the bad ones", async () => {
  const rows = [{ id: "a" }, null, { id: "b", tags: "x" }, { id: "c" }];
  expect(await post("/logs3", JSON.stringify({ rows }))).toEqual({
    status: 200,
    body: {
      row_ids: ["a", "c"],
      rejected: [
        { index: 1, problem: "a row must be an object" },
        { index: 2, problem: "tags must be a list of strings" },
      ],
    },
  });
  expect(collector.store.rows()).toEqual([{ id: "a" }, { id: "c" }]);
  expect(rejected.map((row) => row.index)).toEqual([1, 2]);
});

it.each([
  ["/api/project/register", "{}", [400, "project_name"]],
  ["/api/experiment/register", "{}", [400, "project_name"]],
  ["/api/base_experiment/get_id", '{"id":"x"}', [400, "no base experiment"]],
  ["/attachment", '{"key":"k"}', [400, "filename"]],
  [
    "/attachment/status",
    '{"key":"k","status":{"upload_status":"done"}}',
    [404, "No such attachment"],
  ],
  ["/attachment/status", '{"key":"k","status":{}}', [400, "upload_status"]],
  ["/btql", "{}", [404, "does not serve POST /btql"]],
] as const)("answers %s %s with %j", async (path, body, [status, message]) => {
  expect(await post(path, body)).toEqual({
    status,
    body: { error: expect.stringContaining(message) as unknown },
  });
});

it("keeps no bytes that were not announced", async () => {
  const upload = new Request("http://local/attachment-bytes/k", { method: "PUT", body: "x" });
  expect((await collector.fetch(upload)).status).toBe(404);
});
