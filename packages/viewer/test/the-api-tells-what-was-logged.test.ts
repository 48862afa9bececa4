import { initLogger } from "braintrust";
import { describe, expect, it } from "vitest";
import type {
  ExecutionDetail,
  ExecutionPage,
  ExecutionSummary,
  Facets,
  Trace,
  Viewer,
} from "braintrust-replicate-viewer";
import { ask, log, openViewer } from "./support/open-viewer.ts";

const PNG = "data:image/png;base64,iVBORw0KGgo=";

interface Execution {
  readonly id: string;
  readonly start: number;
  readonly took?: number;
  readonly fields?: object;
}

function execution({ id, start, took, fields = {} }: Execution): object {
  return {
    id,
    span_id: id,
    root_span_id: `trace of ${id}`,
    project_id: "p",
    log_id: "g",
    span_attributes: { name: "replicate.run", type: "llm" },
    metrics: { start, ...(took === undefined ? {} : { end: start + took }) },
    metadata: { provider: "replicate", model: "meta/llama", status: "succeeded" },
    ...fields,
  };
}

async function list(viewer: Viewer, query = ""): Promise<readonly ExecutionSummary[]> {
  return (await ask<ExecutionPage>(viewer, `/api/executions${query}`)).executions;
}

async function ids(viewer: Viewer, query: string): Promise<readonly string[]> {
  return (await list(viewer, query)).map(({ id }) => id);
}

async function threeExecutions(): Promise<Viewer> {
  const viewer = openViewer();
  await ask(viewer, "/api/project/register", {
    method: "POST",
    body: JSON.stringify({ project_name: "studio" }),
  });
  await log(viewer, [
    execution({
      id: "poem",
      start: 100,
      took: 2,
      fields: { input: { prompt: "Write a poem\nabout a heron" }, output: "Grey heron 鷺は飛ぶ" },
    }),
    execution({
      id: "picture",
      start: 200,
      took: 4,
      fields: {
        metadata: {
          provider: "replicate",
          model: "flux/schnell",
          version: "v1",
          status: "succeeded",
        },
        metrics: { start: 200, end: 204, queue_time: 1, predict_time: 2, tokens: 12 },
        input: { prompt: "a heron at dawn" },
        output: [PNG],
        context: { span_origin: { instrumentation: { name: "braintrust-replicate" } } },
      },
    }),
    execution({
      id: "failure",
      start: 300,
      took: 1,
      fields: {
        metadata: { provider: "replicate", model: "flux/schnell", status: "failed" },
        error: "cannot identify image file\n    at somewhere",
      },
    }),
  ]);
  return viewer;
}

describe("the list", () => {
  it("has one line for each execution, the newest first", async () => {
    const viewer = await threeExecutions();
    const [failure, picture, poem] = await list(viewer);
    expect(poem).toMatchObject({
      id: "poem",
      traceId: "trace of poem",
      name: "replicate.run",
      project: { id: "p", name: "p" },
      model: "meta/llama",
      status: "succeeded",
      startedAt: 100,
      endedAt: 102,
      totalSeconds: 2,
      waitingSeconds: null,
      inputLine: "Write a poem about a heron",
      outputKind: "text",
      outputText: "Grey heron 鷺は飛ぶ",
      thumbnail: null,
      error: null,
    });
    expect(picture).toMatchObject({
      waitingSeconds: 1,
      runningSeconds: 2,
      tokens: 12,
      outputKind: "image",
      outputCount: 1,
      version: "v1",
    });
    expect(picture?.thumbnail).toMatch(/^\/media\/[0-9a-f]{64}$/);
    expect(failure).toMatchObject({ status: "failed", error: "cannot identify image file" });
  });

  it.each([
    ["?status=failed", ["failure"]],
    ["?status=failed&status=succeeded&model=flux/schnell", ["failure", "picture"]],
    ["?version=v1", ["picture"]],
    ["?kind=text", ["poem"]],
    ["?project=p&since=200&until=300", ["picture"]],
    ["?project=other", []],
    ["?q=heron", ["picture", "poem"]],
    ["?q=HER", ["picture", "poem"]],
    ["?q=heron+dawn", ["picture"]],
    ["?q=%22a+heron%22", ["picture", "poem"]],
    ["?q=%22heron+a%22", []],
    ["?q=identify", ["failure"]],
    ["?q=schnell&status=succeeded", ["picture"]],
    ["?q=%E9%B7%BA", ["poem"]],
    ["?q=%22+OR+NOT+(", []],
    ["?q=---", []],
    ["?q=", ["failure", "picture", "poem"]],
  ])("filters by %s", async (query, expected) => {
    expect(await ids(await threeExecutions(), query)).toEqual(expected);
  });

  it("comes in pages that neither repeat nor skip, whatever arrives in between", async () => {
    const viewer = openViewer();
    const many = Array.from({ length: 25 }, (_, n) => execution({ id: `e${n}`, start: n >> 1 }));
    await log(viewer, many);
    const seen: string[] = [];
    let query = "?limit=10";
    for (;;) {
      const page = await ask<ExecutionPage>(viewer, `/api/executions${query}`);
      seen.push(...page.executions.map(({ id }) => id));
      if (page.next === null) break;
      await log(viewer, [execution({ id: `later ${seen.length}`, start: 1_000 })]);
      query = `?limit=10&cursor=${page.next}`;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });

  it.each(["limit=0", "limit=501", "limit=x", "since=today", "cursor=nonsense"])(
    "answers %s with what is allowed",
    async (query) => {
      const viewer = openViewer();
      const url = `http://127.0.0.1/api/executions?${query}`;
      const response = await viewer.fetch(new Request(url));
      expect(response.status).toBe(400);
      expect(await response.text()).toContain(query.split("=")[0]);
    },
  );

  it("counts the values to filter by", async () => {
    const facets = await ask<Facets>(await threeExecutions(), "/api/facets");
    expect(facets.models).toEqual([
      { value: "flux/schnell", label: "flux/schnell", count: 2 },
      { value: "meta/llama", label: "meta/llama", count: 1 },
    ]);
    expect(facets.statuses.map(({ value, count }) => [value, count])).toEqual([
      ["succeeded", 2],
      ["failed", 1],
    ]);
    expect(facets.projects).toEqual([{ value: "p", label: "p", count: 3 }]);
  });

  it("shows a trace without executions by its root, and only while it has none", async () => {
    const viewer = openViewer();
    const root = { id: "app", span_id: "app", root_span_id: "t", span_attributes: { name: "app" } };
    await log(viewer, [{ ...root, metrics: { start: 1 } }]);
    expect(await ids(viewer, "")).toEqual([]);
    await log(viewer, [{ id: "app", root_span_id: "t", metrics: { end: 2 }, _is_merge: true }]);
    expect(await ids(viewer, "")).toEqual(["app"]);
    await log(viewer, [execution({ id: "run", start: 1, fields: { root_span_id: "t" } })]);
    expect(await ids(viewer, "")).toEqual(["run"]);
    await log(viewer, [{ ...root, metrics: { start: 1, end: 3 } }]);
    expect(await ids(viewer, "")).toEqual(["run"]);
  });
});

it("tells how an execution stands", async () => {
  const viewer = openViewer();
  const standing = async (fields: object, took?: number): Promise<string | undefined> => {
    await log(viewer, [
      execution({ id: "e", start: 1, ...(took === undefined ? {} : { took }), fields }),
    ]);
    return (await list(viewer))[0]?.status;
  };
  expect(await standing({ metadata: { status: "processing" } })).toBe("running");
  expect(await standing({ metadata: { status: "processing" } }, 1)).toBe("succeeded");
  expect(await standing({ metadata: { status: "canceled" } }, 1)).toBe("canceled");
  expect(await standing({ metadata: { status: "aborted" }, error: "gone" }, 1)).toBe("aborted");
  expect(await standing({ metadata: { incomplete: "stopped_early" } }, 1)).toBe("stopped");
  expect(await standing({ metadata: { incomplete: "expired" } }, 1)).toBe("unknown");
  expect(await standing({ error: "no" }, 1)).toBe("failed");
});

it("merges late rows, rows out of order and an end without a start into one execution", async () => {
  const viewer = openViewer();
  const late = { id: "e", project_id: "p", log_id: "g", _is_merge: true };
  await log(viewer, [{ ...late, output: "late", metrics: { end: 9 } }]);
  await log(viewer, [{ ...late, ...execution({ id: "e", start: 4 }) }]);
  await log(viewer, [
    { ...late, metadata: { added: true } },
    { ...late, metadata: { added: true } },
  ]);
  const [summary, ...others] = await list(viewer);
  expect(others).toEqual([]);
  expect(summary).toMatchObject({ startedAt: 4, endedAt: 9, outputText: "late" });
});

describe("one execution", () => {
  it("comes whole, with its files", async () => {
    const viewer = await threeExecutions();
    const [, picture] = await list(viewer);
    const detail = await ask<ExecutionDetail>(viewer, `/api/executions/${picture?.key}`);
    expect(detail.summary).toEqual(picture);
    expect(detail.isCut).toBe(false);
    expect(detail.row).toMatchObject({ input: { prompt: "a heron at dawn" }, output: [PNG] });
    expect(detail.createdBy).toBe("braintrust-replicate");
    expect(detail.media).toMatchObject([
      { path: "output.0", kind: "image", contentType: "image/png", state: "kept", bytes: 8 },
    ]);
    const file = await viewer.fetch(new Request(`http://127.0.0.1${picture?.thumbnail}`));
    expect(file.headers.get("content-type")).toBe("image/png");
    expect((await file.arrayBuffer()).byteLength).toBe(8);
  });

  it("is cut where no page could hold it, and can be had whole", async () => {
    const viewer = openViewer();
    const output = "x".repeat(3_000_000);
    await log(viewer, [execution({ id: "long", start: 1, fields: { output } })]);
    const [summary] = await list(viewer);
    const detail = await ask<ExecutionDetail>(viewer, `/api/executions/${summary?.key}`);
    expect(detail.isCut).toBe(true);
    expect(JSON.stringify(detail).length).toBeLessThan(400_000);
    const whole = await ask<{ output: string }>(viewer, `/api/executions/${summary?.key}/row`);
    expect(whole.output).toBe(output);
  });

  it("that is not there is a 404", async () => {
    for (const path of ["executions/none", "traces/none", "executions/none/row"]) {
      const response = await openViewer().fetch(new Request(`http://127.0.0.1/api/${path}`));
      expect(response.status).toBe(404);
    }
  });
});

it("tells the spans of a trace by their start", async () => {
  const viewer = openViewer();
  const common = { root_span_id: "t", project_id: "p" };
  await log(viewer, [
    execution({ id: "run", start: 2, took: 1, fields: { ...common, span_parents: ["app"] } }),
    {
      id: "app",
      span_id: "app",
      ...common,
      span_attributes: { name: "order" },
      metrics: { start: 1 },
    },
  ]);
  const trace = await ask<Trace>(viewer, "/api/traces/t");
  expect(trace.project).toEqual({ id: "p", name: "p" });
  expect(trace.spans).toMatchObject([
    { name: "order", isExecution: false, status: "running", endedAt: null, parentIds: [] },
    { name: "replicate.run", isExecution: true, parentIds: ["app"], model: "meta/llama" },
  ]);
});

it("puts a span whose start nobody told at its end, else at its arrival, and not at 1970", async () => {
  const viewer = openViewer();
  const before = Date.now() / 1_000;
  await log(viewer, [
    { id: "end-only", root_span_id: "t", metrics: { end: 1_700_000_000 }, _is_merge: true },
    { id: "neither", root_span_id: "t", output: "early", _is_merge: true },
    { id: "llm", root_span_id: "t", span_attributes: { type: "llm" }, metrics: { end: 4 } },
  ]);
  const { spans } = await ask<Trace>(viewer, "/api/traces/t");
  const starts = new Map(spans.map(({ id, startedAt }) => [id, startedAt]));
  expect(starts.get("end-only")).toBe(1_700_000_000);
  expect(starts.get("neither")).toBeGreaterThanOrEqual(before);
  expect(await list(viewer)).toMatchObject([{ id: "llm", startedAt: 4, totalSeconds: 0 }]);
});

it("exports what is stored, and removes it", async () => {
  const viewer = await threeExecutions();
  const exported = await viewer.fetch(new Request("http://127.0.0.1/api/export"));
  const lines = (await exported.text()).trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([
    "poem",
    "picture",
    "failure",
  ]);
  const [, picture] = await list(viewer);
  await ask(viewer, "/api/executions", { method: "DELETE" });
  expect(await list(viewer)).toEqual([]);
  const gone = await viewer.fetch(new Request(`http://127.0.0.1${picture?.thumbnail}`));
  expect(gone.status).toBe(404);
});

it("leads the SDK's own links to the page, and names the project as the app does", async () => {
  const viewer = openViewer();
  const server = await viewer.listen();
  const logger = initLogger({ projectName: "links", apiKey: "local", appUrl: server.url });
  const span = logger.startSpan({ name: "order" });
  const child = span.startSpan({ name: "replicate.run", type: "llm" });
  child.end();
  span.end();
  await logger.flush();
  const [summary] = await list(viewer);
  expect(summary).toMatchObject({ id: child.id, project: { name: "links" } });

  const target = async (url: string): Promise<string | null> =>
    (await fetch(url, { redirect: "manual" })).headers.get("location");
  expect(await target(await child.permalink())).toBe(`/executions/${summary?.key}`);
  expect(await target(await span.permalink())).toBe(`/traces/${span.rootSpanId}`);
  expect((await fetch(`${server.url}/app/local/object?id=none`)).status).toBe(404);
  await server.close();
});
