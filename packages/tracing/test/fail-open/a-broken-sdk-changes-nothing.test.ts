import { _internalGetGlobalState } from "braintrust";
import { createEmulator } from "replicate-emulator";
import { flush, type ReplicateTracingOptions } from "braintrust-replicate";
import { describe, expect, it } from "vitest";
import { openExecutions } from "../support/open-executions.ts";
import { replaceProperty } from "../support/replace-property.ts";
import { startScene, type Scene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

const fail = (): never => {
  throw new Error("out of order");
};

interface Told {
  readonly results: unknown;
  readonly problems: readonly string[];
}

/** Makes one call of each kind; the results must be those of a client that is not traced. */
async function callEverything(options: ReplicateTracingOptions = {}): Promise<Told> {
  const problems: string[] = [];
  const onError = (problem: Error): void => void problems.push(problem.message);
  const emulator = createEmulator({ models: testModels() });
  const client = tracedClient(emulator, { onError, ...options });
  const input = { prompt: "hi" };
  const output = await client.run("acme/text", { input });
  const failure = await client.run("acme/fails", { input }).catch((error: Error) => error.message);
  const { id } = await client.predictions.create({ model: "acme/text", input });
  const { status } = await client.wait(await client.predictions.get(id), {});
  const texts: string[] = [];
  for await (const { data } of client.stream("acme/text", { input })) texts.push(data);
  for await (const _ of client.stream("acme/text", { input })) break;
  expect(openExecutions()).toBe(0);
  return {
    results: { output, failure, status, texts, requests: emulator.requests.length },
    problems,
  };
}

const RESULTS = {
  output: ["You said", ": ", "hi", ""],
  failure: "Prediction failed: CUDA out of memory",
  status: "succeeded",
  texts: ["You said", ": ", "hi", "", "{}"],
  requests: 8,
};

const state = (): object => _internalGetGlobalState();
const contextManager = (): { runInContext(span: unknown, work: () => unknown): unknown } =>
  _internalGetGlobalState().contextManager as never;

type Breakage = (scene: Scene) => void;

const BREAKAGES: ReadonlyArray<readonly [string, Breakage]> = [
  ["its logger cannot start spans", ({ logger }) => replaceProperty(logger, "startSpan", fail)],
  [
    "its logger starts nothing",
    ({ logger }) => replaceProperty(logger, "startSpan", () => undefined),
  ],
  [
    "its contexts fail before the work",
    () => replaceProperty(contextManager(), "runInContext", fail),
  ],
  [
    "its contexts fail after the work",
    () => {
      replaceProperty(contextManager(), "runInContext", (_: unknown, work: () => unknown) => {
        work();
        return fail();
      });
    },
  ],
  [
    "its current span is out of order",
    () => replaceProperty(contextManager(), "getCurrentSpan", fail),
  ],
  ["it has no contexts", () => replaceProperty(state(), "contextManager", undefined)],
  ["its state is empty", () => replaceProperty(globalThis, Symbol.for("braintrust-state"), {})],
  ["its state is null", () => replaceProperty(globalThis, Symbol.for("braintrust-state"), null)],
  ["its state is a number", () => replaceProperty(globalThis, Symbol.for("braintrust-state"), 7)],
];

describe("the caller gets the same although", () => {
  it.each(BREAKAGES)("%s", async (_, sabotage) => {
    const scene = await startScene();
    sabotage(scene);

    const { results, problems } = await callEverything();

    expect(results).toEqual(RESULTS);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(/^braintrust-replicate: /);
    await flush({ timeoutMs: 1000 });
  });

  it("its spans cannot be written to", async () => {
    await startScene();
    const onSpan = (span: object): void => replaceProperty(span, "log", fail);

    const { results, problems } = await callEverything({ onSpan });

    expect(results).toEqual(RESULTS);
    expect(new Set(problems)).toEqual(
      new Set(["braintrust-replicate: a span could not be ended: Error: out of order"]),
    );
  });

  it("its queue is gone", async () => {
    await startScene();
    const { results } = await callEverything();
    replaceProperty(state(), "bgLogger", fail);

    expect(results).toEqual(RESULTS);
    await expect(flush({ timeoutMs: 1000 })).resolves.toBeUndefined();
  });
});

describe("the app's own functions may throw:", () => {
  it("onSpan, and the spans are whole nevertheless", async () => {
    const scene = await startScene();

    const { results, problems } = await callEverything({ onSpan: fail });

    expect(results).toEqual(RESULTS);
    expect(new Set(problems)).toEqual(
      new Set(["braintrust-replicate: the option `onSpan` threw: Error: out of order"]),
    );
    const rows = await scene.rows();
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row).toHaveProperty("metrics.end");
  });

  it("redact and onError together", async () => {
    const scene = await startScene();

    const { results } = await callEverything({ redact: fail, onError: fail });

    expect(results).toEqual(RESULTS);
    const rows = await scene.rows();
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row).toMatchObject({ input: "[REDACTED]" });
  });

  it("onSpan may do with its span what it likes", async () => {
    const scene = await startScene();

    const { results, problems } = await callEverything({
      onSpan: (span) => {
        span.log({ tags: ["mine"], metadata: { user: "u1" } });
        span.setAttributes({ name: "renamed" });
      },
    });

    expect(results).toEqual(RESULTS);
    expect(problems).toEqual([]);
    const rows = await scene.rows();
    expect(rows).toHaveLength(5);
    for (const row of rows) {
      expect(row).toMatchObject({
        tags: ["mine"],
        metadata: { user: "u1", provider: "replicate" },
        span_attributes: { name: "renamed" },
      });
    }
  });
});
