import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { CollectedRow, ExecutionPage, Trace, Viewer } from "braintrust-replicate-viewer";
import { ask, openViewer } from "./support/open-viewer.ts";
import { runProgram } from "./support/run-program.ts";
import { rowNamed } from "./support/row-named.ts";

const EXPORT_SPANS = new URL("./programs/export-spans.mjs", import.meta.url);

interface Export {
  readonly encoding: "JSON" | "protobuf";
  readonly path: string;
  readonly compression?: "gzip";
  readonly parent?: string;
}

/** Runs an app of OpenTelemetry's own SDK: a span of the app around two of models. */
async function exportSpans(viewer: Viewer, how: Export): Promise<readonly CollectedRow[]> {
  const server = await viewer.listen();
  onTestFinished(() => server.close());
  const { encoding, path, compression = "none", parent = [] } = how;
  const parameters = [encoding, path, compression, parent].flat();
  const { code, stderr } = await runProgram(EXPORT_SPANS, server.url, parameters);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return viewer.store.rows();
}

describe.each<Export>([
  { encoding: "JSON", path: "/v1/traces" },
  { encoding: "protobuf", path: "/v1/traces" },
  { encoding: "JSON", path: "/otel/v1/traces", compression: "gzip" },
  { encoding: "protobuf", path: "/otel/v1/traces", compression: "gzip" },
])("OpenTelemetry's SDK exports $encoding to $path", (how) => {
  it("and every span is a row with its content, numbers, error and parent", async () => {
    const viewer = openViewer();
    const rows = await exportSpans(viewer, how);
    const order = rowNamed(rows, "order a hat");
    expect(order).toMatchObject({
      id: order.span_id,
      span_parents: [],
      span_attributes: { type: "task" },
      metrics: { start: 1_700_000_000.5, end: 1_700_000_009 },
      created: "2023-11-14T22:13:20.500Z",
      context: {
        span_origin: { instrumentation: { name: "my-instrumentation", version: "1.2.3" } },
        resource: { "service.name": "shop" },
      },
    });
    const chat = rowNamed(rows, "chat gpt");
    expect(chat).toMatchObject({
      root_span_id: order.root_span_id,
      span_parents: [order.span_id],
      span_attributes: { type: "llm" },
      input: [{ role: "user", parts: [{ type: "text", content: "A hat?" }] }],
      output: [{ role: "assistant", parts: [{ type: "text", content: "Yes" }] }],
      metrics: { prompt_tokens: 3, completion_tokens: 4, tokens: 7 },
    });
    expect(chat.metadata).toEqual({
      provider: "openai",
      model: "gpt",
      temperature: 0.5,
      "gen_ai.operation.name": "chat",
      "my.flag": true,
      "my.list": ["a", "b"],
      "my.negative": -7,
    });
    expect(rowNamed(rows, "replicate.run")).toMatchObject({
      span_parents: [order.span_id],
      span_attributes: { name: "replicate.run", type: "llm" },
      input: { prompt: "hat" },
      output: "a fine hat",
      error: "out of memory",
      metadata: { model: "meta/llama", provider: "replicate" },
      metrics: { predict_time: 1.5 },
      tags: ["one"],
    });
  });
});

it("shows them on the page: executions, their projects and their trace", async () => {
  const viewer = openViewer();
  await exportSpans(viewer, { encoding: "protobuf", path: "/v1/traces" });
  const { executions } = await ask<ExecutionPage>(viewer, "/api/executions");
  expect(executions).toMatchObject([
    {
      name: "replicate.run",
      project: { name: "studio" },
      status: "failed",
      outputText: "a fine hat",
    },
    {
      name: "chat gpt",
      project: { name: "shop" },
      model: "gpt",
      inputLine: "A hat?",
      outputText: "Yes",
    },
  ]);
  const { spans } = await ask<Trace>(viewer, `/api/traces/${executions[0]?.traceId}`);
  expect(spans.map(({ name, parentIds }) => [name, parentIds.length])).toEqual([
    ["order a hat", 0],
    ["chat gpt", 1],
    ["replicate.run", 1],
  ]);
});

it("puts them into the project that the request names", async () => {
  const viewer = openViewer();
  const rows = await exportSpans(viewer, {
    encoding: "JSON",
    path: "/otel/v1/traces",
    parent: "project_name:atelier",
  });
  const { executions } = await ask<ExecutionPage>(viewer, "/api/executions");
  expect(executions.map(({ project }) => project?.name)).toEqual(["studio", "atelier"]);
  expect(rowNamed(rows, "order a hat")).toMatchObject({ log_id: "g" });
});

it.each([
  [{}, undefined],
  [{ startTimeUnixNano: "0", endTimeUnixNano: "1700000000000000000" }, undefined],
  [{ startTimeUnixNano: "-5" }, undefined],
  [{ startTimeUnixNano: "1e300" }, undefined],
  [{ startTimeUnixNano: "1700000000500000000" }, 1_700_000_000.5],
])("takes of a span the times that are some: %j", async (times, start) => {
  const viewer = openViewer();
  const ids = { traceId: "1".repeat(32), spanId: "2".repeat(16) };
  const tags = { arrayValue: { values: [{ stringValue: "one" }, { intValue: "2" }] } };
  const span = { ...ids, name: "chat", attributes: [{ key: "braintrust.tags", value: tags }] };
  const spans = [{ ...span, ...times }];
  await ask(viewer, "/v1/traces", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  const [row] = viewer.store.rows();
  expect(row?.metrics?.["start"]).toBe(start);
  expect(row?.created).toBe(start === undefined ? undefined : "2023-11-14T22:13:20.500Z");
  expect(row?.tags).toEqual(["one"]);
});

describe("a body that is no OTLP is refused, and stores nothing", () => {
  const post = (viewer: Viewer, type: string, body: BodyInit): Promise<Response> =>
    viewer.fetch(
      new Request("http://127.0.0.1/v1/traces", {
        method: "POST",
        headers: { "content-type": type },
        body,
      }),
    );

  it.each([
    ["application/json", "{", 400],
    ["application/json", '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"zz"}]}]}]}', 400],
    ["application/x-protobuf", "rubbish, and not a little of it", 400],
    ["application/x-protobuf", new Uint8Array([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]), 400],
    ["text/plain", "{}", 415],
  ] as const)("%s %j", async (type, body, status) => {
    const viewer = openViewer();
    const response = await post(viewer, type, body);
    expect(response.status).toBe(status);
    expect(viewer.store.rows()).toEqual([]);
  });

  it("takes an empty request", async () => {
    const viewer = openViewer();
    expect((await post(viewer, "application/json", "{}")).status).toBe(200);
    expect((await post(viewer, "application/x-protobuf", new Uint8Array())).status).toBe(200);
  });

  it("refuses gzip that is none, and gzip that unfolds beyond the limit", async () => {
    const viewer = openViewer();
    const send = (body: Uint8Array<ArrayBuffer>): Promise<Response> =>
      viewer.fetch(
        new Request("http://127.0.0.1/v1/traces", {
          method: "POST",
          headers: { "content-type": "application/json", "content-encoding": "gzip" },
          body,
        }),
      );
    expect((await send(new Uint8Array([1, 2, 3]))).status).toBe(400);
    expect((await send(new Uint8Array(gzipSync(Buffer.alloc(300_000_000))))).status).toBe(413);
  });
});
