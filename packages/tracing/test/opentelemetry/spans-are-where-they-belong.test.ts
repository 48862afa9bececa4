import { context, propagation, trace } from "@opentelemetry/api";
import { suppressTracing, W3CTraceContextPropagator } from "@opentelemetry/core";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { createEmulator, type Emulator } from "replicate-emulator";
import { expect, it, onTestFinished } from "vitest";
import { collect } from "../support/collect.ts";
import { testModels } from "../support/test-models.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { toldClient } from "./support/told-client.ts";

const isOurs = (span: ReadableSpan): boolean =>
  span.instrumentationScope.name === "braintrust-replicate";

const parentOf = (span: ReadableSpan): string | undefined => span.parentSpanContext?.spanId;

async function serve(): Promise<{ readonly emulator: Emulator; readonly baseUrl: string }> {
  const emulator = createEmulator({ models: testModels() });
  const server = await emulator.listen();
  onTestFinished(() => server.close());
  return { emulator, baseUrl: server.url };
}

/** The instrumentation of Node's `fetch`, as the ecosystem has it. */
function instrumentHttp({ tracerProvider }: Stage): void {
  const undici = new UndiciInstrumentation();
  undici.setTracerProvider(tracerProvider);
  undici.enable();
  onTestFinished(() => undici.disable());
}

it("has the caller's span above and the requests below, of every way to ask", async () => {
  const stage = openStage();
  instrumentHttp(stage);
  const { baseUrl } = await serve();
  const replicate = toldClient({ fetch: globalThis.fetch }, stage, { baseUrl });
  const tracer = stage.tracerProvider.getTracer("app");

  const caller = tracer.startSpan("caller");
  await context.with(trace.setSpan(context.active(), caller), async () => {
    await replicate.run("acme/text", { input: { prompt: "Hi" } });
    await collect(replicate.stream("acme/text", { input: { prompt: "Hi" } }));
    const created = await replicate.predictions.create({
      model: "acme/text",
      input: { prompt: "Hi" },
    });
    await replicate.predictions.get(created.id);
  });
  caller.end();

  const ours = stage.spans().filter(isOurs);
  expect(ours).toHaveLength(3);
  for (const span of ours) {
    expect(parentOf(span)).toBe(caller.spanContext().spanId);
    const below = stage.spans().filter((other) => parentOf(other) === span.spanContext().spanId);
    expect(below.length).toBeGreaterThan(0);
    for (const { instrumentationScope } of below) {
      expect(instrumentationScope.name).toBe("@opentelemetry/instrumentation-undici");
    }
  }
  const requests = stage.spans().filter((span) => !isOurs(span) && span.name !== "caller");
  const ids = new Set(ours.map((span) => span.spanContext().spanId));
  expect(requests.filter((span) => !ids.has(parentOf(span) ?? ""))).toEqual([]);
});

it("runs the caller's progress inside of the span, and the consumer of a stream outside", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);
  const inside: unknown[] = [];

  await replicate.run("acme/text", { input: { prompt: "Hi" }, wait: { mode: "poll" } }, () => {
    inside.push(trace.getActiveSpan()?.spanContext().spanId);
  });
  for await (const _ of replicate.stream("acme/text", { input: { prompt: "Hi" } })) {
    expect(trace.getActiveSpan()).toBeUndefined();
  }

  const [run] = stage.spans();
  expect(inside.length).toBeGreaterThan(0);
  expect(new Set(inside)).toEqual(new Set([run?.spanContext().spanId]));
});

const CREATES = /^POST /;

it("sends no header of its own unless it is asked, and then with what creates", async () => {
  const stage = openStage();
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const { emulator, baseUrl } = await serve();
  const silent = toldClient({ fetch: globalThis.fetch }, stage, { baseUrl });
  await silent.run("acme/text", { input: { prompt: "Hi" } });
  const sentBy = (): Array<[string, unknown]> =>
    emulator.requests.map(({ method, path, headers }) => [
      `${method} ${path}`,
      headers["traceparent"],
    ]);
  expect(sentBy().filter(([, header]) => header !== undefined)).toEqual([]);

  const asked = openStage({ propagate: true });
  const telling = toldClient({ fetch: globalThis.fetch }, asked, { baseUrl });
  const { id } = await telling.predictions.create({ model: "acme/text", input: { prompt: "Hi" } });
  await telling.predictions.get(id);

  const { traceId, spanId } = asked.span().spanContext();
  const told = sentBy().filter(([, header]) => header !== undefined);
  expect(told).toEqual([[expect.stringMatching(CREATES), `00-${traceId}-${spanId}-01`]]);
});

it("records nothing where tracing is suppressed", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  await context.with(suppressTracing(context.active()), async () => {
    await replicate.run("acme/text", { input: { prompt: "Hi" } });
  });

  expect(stage.spans()).toEqual([]);
  expect((await stage.metrics()).size).toBe(0);
});

it("goes below the parent that the app names: a span, a context, a header", async () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const spanId = "b7ad6b7169203331";
  const remote = { traceId, spanId, traceFlags: 1, isRemote: true };
  const parents = [
    trace.wrapSpanContext(remote),
    trace.setSpanContext(context.active(), remote),
    { traceparent: `00-${traceId}-${spanId}-01` },
  ];
  for (const parent of parents) {
    const stage = openStage();
    const named = parent as unknown as { startSpan(): never };
    const replicate = toldClient(createEmulator({ models: testModels() }), stage, {
      parent: named,
    });

    await replicate.run("acme/text", { input: { prompt: "Hi" } });

    expect(stage.span().parentSpanContext).toMatchObject({ traceId, spanId });
  }
});
