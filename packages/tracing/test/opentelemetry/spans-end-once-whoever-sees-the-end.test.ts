import { createEmulator, type Emulator } from "replicate-emulator";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { HrTime } from "@opentelemetry/api";
import { testModels } from "../support/test-models.ts";
import { checkSpan } from "./support/check-span.ts";
import { openStage } from "./support/open-stage.ts";
import { toldClient } from "./support/told-client.ts";

// Half an hour has to pass. Only the clock and the sweeping interval are turned; sockets and
// promises are real.
beforeAll(() => void vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] }));
afterAll(() => void vi.useRealTimers());

const MINUTE = 60_000;

const milliseconds = ([seconds, nanoseconds]: HrTime): number => seconds * 1000 + nanoseconds / 1e6;

it("ends at the terminal observation, with the time that Replicate's own duration allows", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);
  const { id } = await replicate.predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });

  vi.setSystemTime(Date.now() + 20 * MINUTE);
  expect(stage.spans()).toEqual([]);
  await replicate.predictions.get(id);

  const { startTime, endTime } = stage.span();
  expect(milliseconds(endTime) - milliseconds(startTime)).toBeLessThan(MINUTE);
});

it("ends at the last observation when nobody sees the end, and says why", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);
  const { id } = await replicate.predictions.create({
    model: "acme/drip",
    input: { prompt: "Hi" },
  });
  vi.advanceTimersByTime(5 * MINUTE);
  await replicate.predictions.get(id);
  const seen = Date.now();

  vi.advanceTimersByTime(40 * MINUTE);

  const span = stage.span();
  checkSpan(span);
  expect(milliseconds(span.endTime)).toBe(seen);
  expect(span.attributes).toMatchObject({ "replicate.incomplete": "expired" });
});

it("does not end again when the end is seen after all, but then measures it", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);
  const { id } = await replicate.predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });
  vi.advanceTimersByTime(40 * MINUTE);
  expect(stage.span().attributes).toMatchObject({ "replicate.incomplete": "expired" });
  expect((await stage.metrics()).size).toBe(0);

  await replicate.predictions.get(id);

  expect(stage.spans()).toHaveLength(1);
  const metrics = await stage.metrics();
  expect(metrics.get("gen_ai.client.operation.duration")?.points[0]?.value.count).toBe(1);
  expect(metrics.get("gen_ai.client.token.usage")?.points).toHaveLength(2);
});

it("ends what is open when it is told to, with what is known, and counts no later end as another", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);
  const { id } = await replicate.predictions.create({
    model: "acme/drip",
    input: { prompt: "Hi" },
  });
  await replicate.predictions.get(id);

  stage.sink.shutdown();
  stage.sink.shutdown();
  await replicate.predictions.cancel(id);

  const span = stage.span();
  checkSpan(span);
  expect(span.attributes).toMatchObject({
    "replicate.prediction.id": id,
    "replicate.status": "processing",
    "replicate.incomplete": "shut_down",
  });
});

/** As a process of its own would make it: this one does not know of it. */
async function createElsewhere(emulator: Emulator): Promise<string> {
  const elsewhere = toldClient(emulator, { sinks: [], problems: [] });
  const { id } = await elsewhere.predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });
  return id;
}

const SPAN = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };

it.each([
  ["a context", { ...SPAN, traceFlags: 1 }],
  ["a traceparent", `00-${SPAN.traceId}-${SPAN.spanId}-01`],
])(
  "links what another process has created to the span that the app names by %s",
  async (_, named) => {
    const emulator = createEmulator({ models: testModels() });
    const id = await createElsewhere(emulator);
    const stage = openStage({ linkTo: (asked) => (asked === id ? named : undefined) });

    await toldClient(emulator, stage).predictions.get(id);

    const span = stage.span();
    checkSpan(span);
    expect(span.links.map(({ context }) => context)).toMatchObject([SPAN]);
    expect(span.attributes).toMatchObject({ "replicate.operation": "predictions.get" });
    expect(span.attributes).not.toHaveProperty("gen_ai.usage.input_tokens");
    expect((await stage.metrics()).size).toBe(0);
  },
);

it("completes what another process has created, where the app says that it is ours, by one linked span", async () => {
  const emulator = createEmulator({ models: testModels() });
  const id = await createElsewhere(emulator);
  const stage = openStage({ linkTo: () => `00-${SPAN.traceId}-${SPAN.spanId}-01` });
  const before = Date.now();

  const replicate = toldClient(emulator, stage, { joinByPredictionId: true });
  await replicate.predictions.get(id);
  await replicate.predictions.get(id);

  const span = stage.span();
  checkSpan(span);
  expect(milliseconds(span.startTime)).toBeGreaterThanOrEqual(before);
  expect(span.links.map(({ context }) => context)).toMatchObject([SPAN]);
  expect(span.attributes).toMatchObject({ "gen_ai.usage.input_tokens": 4 });
  const metrics = await stage.metrics();
  expect(metrics.get("gen_ai.client.operation.duration")?.points[0]?.value.count).toBe(1);
});

it("makes a span all the same where the app names none, or fails to", async () => {
  const emulator = createEmulator({ models: testModels() });
  const id = await createElsewhere(emulator);
  const stage = openStage({
    linkTo: () => {
      throw new Error("boom");
    },
  });

  await toldClient(emulator, stage).predictions.get(id);

  expect(stage.span().links).toEqual([]);
  expect(stage.problems.map(({ message }) => message)).toEqual([
    "braintrust-replicate: the option `linkTo` threw: Error: boom",
  ]);
});

it("links what this process has forgotten to the span that it began with", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);
  const { id } = await replicate.predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });
  await replicate.predictions.get(id);
  vi.setSystemTime(Date.now() + 30 * MINUTE);
  await replicate.run("acme/text", { input: { prompt: "Hi" } });

  await replicate.predictions.get(id);

  const [first, , look] = stage.spans();
  expect(look?.name).toBe("predictions.get acme/text");
  expect(look?.links.map(({ context }) => context)).toEqual([first?.spanContext()]);
});
