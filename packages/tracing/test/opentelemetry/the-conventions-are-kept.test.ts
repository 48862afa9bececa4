import * as published from "@opentelemetry/semantic-conventions/incubating";
import { SamplingDecision, type Sampler } from "@opentelemetry/sdk-trace-base";
import { createEmulator } from "replicate-emulator";
import { describe, expect, it } from "vitest";
import {
  BOUNDARIES,
  CONVENTIONS_VERSION,
  EVENTS,
  EXCEPTION_ATTRIBUTES,
  METRIC_ATTRIBUTES,
  METRICS,
  SPAN_ATTRIBUTES,
  type Convention,
  type MetricConvention,
} from "../../src/sink/genai-conventions.ts";
import { collect } from "../support/collect.ts";
import { testModels } from "../support/test-models.ts";
import {
  AT_CREATION,
  CLIENT_METRICS,
  EXCEPTION_EVENT,
  INFERENCE_SPAN,
  OPERATION_NAMES,
  OUTPUT_TYPES,
  PROVIDER_NAMES,
} from "./support/conventions-1-41-1.ts";
import { openStage } from "./support/open-stage.ts";
import { toldClient } from "./support/told-client.ts";

type Table = Readonly<Record<string, Convention>>;

const foreign = (table: Table): ReadonlyArray<[string, Convention]> =>
  Object.entries(table).filter(([name]) => !name.startsWith("replicate."));

const asRows = (table: Table): Record<string, readonly [string, string]> =>
  Object.fromEntries(foreign(table).map(([name, { type, level }]) => [name, [type, level]]));

/** What Replicate's API does not say, so that there is nothing to write. */
const NOT_SAID = [
  "gen_ai.conversation.id",
  "gen_ai.tool.definitions",
  "gen_ai.usage.cache_creation.input_tokens",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.reasoning.output_tokens",
];

/** Streams of Replicate come in events that are no tokens and no chunks of the model's. */
const NOT_MEASURED = ["gen_ai.client.operation.time_per_output_chunk"];

describe("the table", () => {
  it("has the names, types and levels of the conventions' inference span, but for what is not said", () => {
    const expected = Object.entries(INFERENCE_SPAN).filter(([name]) => !NOT_SAID.includes(name));
    expect(asRows(SPAN_ATTRIBUTES)).toEqual(Object.fromEntries(expected));
    expect(CONVENTIONS_VERSION).toBe("1.41.1");
  });

  it("has of an exception what says no more than its message", () => {
    const { "exception.stacktrace": _, ...expected } = EXCEPTION_EVENT;
    expect(asRows(EXCEPTION_ATTRIBUTES)).toEqual(expected);
    expect(Object.values(EVENTS)).toEqual([
      "gen_ai.client.inference.operation.details",
      "gen_ai.client.operation.exception",
    ]);
  });

  it("has the conventions' metrics, and their boundaries are the first of ours", () => {
    const standard = Object.entries(CLIENT_METRICS).filter(
      ([name]) => !NOT_MEASURED.includes(name),
    );
    const ours: Readonly<Record<string, MetricConvention>> = METRICS;
    for (const [name, { unit, boundaries, attributes }] of standard) {
      const metric = ours[name];
      expect(metric?.unit).toBe(unit);
      expect(BOUNDARIES[metric?.boundaries ?? "tokens"].slice(0, boundaries.length)).toEqual(
        boundaries,
      );
      expect(asRows(METRIC_ATTRIBUTES)).toMatchObject(attributes);
    }
    const own = Object.keys(METRICS).filter((name) => CLIENT_METRICS[name] === undefined);
    expect(own).toEqual(["replicate.queue_time", "replicate.predict_time"]);
    expect(Object.keys(METRICS)).toHaveLength(standard.length + own.length);
  });

  it("has names that the package of the conventions has as well", () => {
    const tables = [SPAN_ATTRIBUTES, EXCEPTION_ATTRIBUTES, METRIC_ATTRIBUTES];
    const names = tables.flatMap((table) => foreign(table).map(([name]) => name));
    const metrics = Object.keys(METRICS).filter((name) => name.startsWith("gen_ai."));
    const theirs = new Set<unknown>(Object.values(published));
    expect([...names, ...metrics].filter((name) => !theirs.has(name))).toEqual([]);
  });

  it("uses values of its own only where the conventions have none", () => {
    expect(PROVIDER_NAMES).not.toContain("replicate");
    for (const own of ["trainings.create", "predictions.get", "wait"]) {
      expect(OPERATION_NAMES).not.toContain(own);
    }
    for (const own of ["audio", "video"]) expect(OUTPUT_TYPES).not.toContain(own);
  });
});

it("gives samplers what they decide by when a span is made", async () => {
  const seen: Array<{ name: string; attributes: object }> = [];
  const stage = openStage({
    sampler: {
      shouldSample: (...[, , name, , attributes]: Parameters<Sampler["shouldSample"]>) => {
        seen.push({ name, attributes });
        return { decision: SamplingDecision.RECORD_AND_SAMPLED };
      },
      toString: () => "remembering",
    },
  });
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  await replicate.run("acme/text", { input: { prompt: "Hi" } });
  await collect(replicate.stream("acme/text", { input: { prompt: "Hi" } }));
  const created = await replicate.predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });
  await replicate.wait(created, { interval: 1 });

  expect(seen).toHaveLength(3);
  for (const { name, attributes } of seen) {
    expect(name).toMatch(/ acme\/text$/);
    expect(Object.keys(attributes)).toEqual(expect.arrayContaining([...AT_CREATION]));
  }
});

it("writes no attribute of a metric that is not in the table, and none that names an execution", async () => {
  const stage = openStage();
  const replicate = toldClient(createEmulator({ models: testModels() }), stage);

  await collect(replicate.stream("acme/text", { input: { prompt: "Hi" } }));
  await replicate.run("acme/fails", { input: {} }).catch(() => {});
  const { id } = await replicate.predictions.create({
    model: "acme/text",
    input: { prompt: "Hi" },
  });
  await replicate.predictions.get(id);

  const metrics = await stage.metrics();
  expect([...metrics.keys()].sort()).toEqual(Object.keys(METRICS).sort());
  for (const [name, { unit, points }] of metrics) {
    const { unit: expected, boundaries } = METRICS[name as keyof typeof METRICS];
    expect(unit).toBe(expected);
    for (const { attributes, value } of points) {
      expect(Object.keys(METRIC_ATTRIBUTES)).toEqual(
        expect.arrayContaining(Object.keys(attributes)),
      );
      expect(JSON.stringify(attributes)).not.toContain(id);
      expect(value.buckets.boundaries).toEqual(BOUNDARIES[boundaries]);
    }
  }
});
