import { expect } from "vitest";
import type {
  ExecutionDetail,
  ExecutionPage,
  Trace,
  TraceSpan,
  Viewer,
} from "braintrust-replicate-viewer";
import { ask } from "./open-viewer.ts";

/** A PNG file's first bytes; as an attachment it need not be whole. */
const PICTURE = Buffer.from("iVBORw0KGgo=", "base64");

/**
 * Compares what the API tells with what the programs `order-a-picture` log, in JavaScript and in
 * Python: a span of the app, an execution with an attachment below it, one that failed, one span
 * that failed, and an update after the end.
 */
export async function expectTheOrder(viewer: Viewer): Promise<void> {
  const { executions } = await ask<ExecutionPage>(viewer, "/api/executions");
  expect(executions.map(({ name }) => name).toSorted()).toEqual([
    "replicate.run",
    "replicate.stream",
  ]);
  const run = executions.find(({ name }) => name === "replicate.run");
  const stream = executions.find(({ name }) => name === "replicate.stream");
  expect(run).toMatchObject({
    project: { name: "studio" },
    model: "black-forest-labs/flux-schnell",
    status: "succeeded",
    error: null,
    inputLine: "a heron at dawn",
    outputKind: "image",
    outputCount: 1,
    runningSeconds: 1.5,
    tokens: 12,
  });
  expect(run?.totalSeconds).toBeGreaterThanOrEqual(0);
  expect(stream?.status).toBe("failed");
  expect(stream?.error).toContain("out of memory");
  expect(stream?.outputText).toBe("Half a");

  const detail = await ask<ExecutionDetail>(viewer, `/api/executions/${run?.key}`);
  expect(detail.row).toMatchObject({
    input: { prompt: "a heron at dawn", seed: 7 },
    output: [{ type: "braintrust_attachment", filename: "heron.png", content_type: "image/png" }],
    metadata: { provider: "replicate", rating: 5 },
    tags: ["birds"],
  });
  expect(detail.media).toMatchObject([
    { path: "output.0", filename: "heron.png", kind: "image", state: "kept" },
  ]);
  const picture = await viewer.fetch(new Request(`http://127.0.0.1${detail.media[0]?.url}`));
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(PICTURE);

  const { spans } = await ask<Trace>(viewer, `/api/traces/${run?.traceId}`);
  const span = (name: string): TraceSpan | undefined => spans.find((it) => it.name === name);
  expect(spans).toHaveLength(4);
  expect(span("order a picture")).toMatchObject({ parentIds: [], isExecution: false });
  for (const name of ["replicate.run", "replicate.stream", "charge"]) {
    expect(span(name)?.parentIds).toEqual([span("order a picture")?.spanId]);
  }
  expect(span("charge")).toMatchObject({ status: "failed", isExecution: false });
  expect(span("charge")?.error).toContain("card declined");
  const { executions: found } = await ask<ExecutionPage>(viewer, "/api/executions?q=heron+dawn");
  expect(found.map(({ key }) => key)).toEqual([run?.key]);
}
