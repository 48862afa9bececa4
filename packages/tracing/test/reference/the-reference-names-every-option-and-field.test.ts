import { readdirSync, readFileSync } from "node:fs";
import * as library from "braintrust-replicate";
import { traceFetch } from "braintrust-replicate/fetch";
import { createHttpTracing } from "braintrust-replicate/http";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { BODY_BYTES } from "../../src/create-http-tracer.ts";
import type { Incompleteness } from "../../src/exchange/execution-fact.ts";
import { kindOf, type Operation } from "../../src/exchange/operation.ts";
import { resolveOptions, type ReplicateTracingOptions } from "../../src/options.ts";
import type { ExecutionRecord, RequestParameters } from "../../src/record/execution-record.ts";
import { metadataOf, metricsOf, outcomeOf } from "../../src/sink/braintrust-row.ts";
import { readTables, type Row } from "./support/read-tables.ts";

const SRC = new URL("../../src/", import.meta.url);
const reference = readFileSync(new URL("../../../../docs/reference.md", import.meta.url), "utf8");
const tables = readTables(reference);

beforeEach(() => {
  for (const name of variablesInCode()) vi.stubEnv(name, undefined);
  return () => vi.unstubAllEnvs();
});

it("names every function", () => {
  expect(names("Functions")).toEqual(Object.keys(library).sort());
});

describe("options", () => {
  it("are all that are accepted", () => {
    const accepted = listIn(() => resolveOptions({ nothing: 1 } as ReplicateTracingOptions));
    const limits = listIn(() => resolveOptions({ limits: { nothing: 1 } as object }));
    const own = accepted.filter((name) => name !== "limits");
    const limit = limits.map((name) => `limits.${name}`);

    expect(names("Options of wrapReplicate")).toEqual([...own, ...limit].sort());
  });

  it("have the defaults that the table tells", () => {
    const { captureInput, captureOutput, captureMedia, limits, joinByPredictionId, propagate } =
      resolveOptions();
    const actual: Readonly<Record<string, unknown>> = {
      captureInput,
      captureOutput,
      captureMedia,
      joinByPredictionId,
      propagate,
      ...Object.fromEntries(
        Object.entries(limits).map(([name, value]) => [`limits.${name}`, value]),
      ),
    };

    const told = rows("Options of wrapReplicate").filter(([, value]) => value?.startsWith("`"));
    expect(told).toHaveLength(Object.keys(actual).length);
    expect(told.map(([name, value]) => [name, value])).toEqual(
      told.map(([name = ""]) => [name, `\`${String(actual[name])}\``]),
    );
  });

  it("can be set by the variables beside them", () => {
    for (const [name = "", , cell = ""] of rows("Options of wrapReplicate")) {
      const variable = cell.replaceAll("`", "");
      if (variable === "") continue;
      const before = JSON.stringify(resolveOptions());
      vi.stubEnv(variable, name === "joinByPredictionId" ? "1" : "0");
      if (name === "limits.contentBytes") vi.stubEnv(variable, "77");
      expect(JSON.stringify(resolveOptions()), `${variable} for ${name}`).not.toBe(before);
      const key = name.replace("limits.", "");
      expect(JSON.stringify(resolveOptions())).toContain(`"${key}":${valueOf(name)}`);
      vi.stubEnv(variable, undefined);
    }
  });

  it("of flush are in its table", async () => {
    expect(rows("Options of flush").map(([name, value]) => [name, value])).toEqual([
      ["timeoutMs", "`10000`"],
    ]);
    expect(sourceOf("flush.ts")).toContain("{ timeoutMs = 10_000 }: FlushOptions");
  });
});

describe("options of plain HTTP", () => {
  it("are those of `wrapReplicate` but one, and their own", () => {
    expect(rows("Options of traceFetch").map(([name]) => name)).toEqual(["baseUrl"]);
    expect(rows("Options of createHttpTracing").map(([name, value]) => [name, value])).toEqual([
      ["bodyBytes", `\`${BODY_BYTES}\``],
    ]);
    for (const make of [
      (options: object) => traceFetch(fetch, options),
      (options: object) => createHttpTracing(options),
    ]) {
      expect(listIn(() => make({ nothing: 1 }))).toContain("captureInput");
      expect(() => make({ propagate: true })).toThrow("there is no option `propagate` here");
    }
    expect(() => traceFetch(7 as never)).toThrow(
      "the first argument of traceFetch must be a function like `fetch`; got 7",
    );
    expect(() => createHttpTracing({ bodyBytes: 0 })).toThrow(
      "option `bodyBytes` must be a number above 0; got 0",
    );
  });
});

it("names every environment variable that is read", () => {
  const options = [...rows("Options of wrapReplicate"), ...rows("Options of openTelemetrySink")];
  const besideOptions = options.flatMap(([, , cell = ""]) =>
    cell === "" ? [] : [cell.replaceAll("`", "")],
  );

  const told = [...besideOptions, ...names("Other environment variables")];
  expect(told.sort()).toEqual([...variablesInCode()].sort());
});

it("names every span with its type", () => {
  // The compiler holds this list to the code's.
  const operations: Readonly<Record<Operation, true>> = {
    "replicate.run": true,
    "replicate.stream": true,
    "replicate.predictions.create": true,
    "replicate.deployments.predictions.create": true,
    "replicate.trainings.create": true,
    "replicate.wait": true,
    "replicate.predictions.get": true,
    "replicate.predictions.cancel": true,
    "replicate.trainings.get": true,
    "replicate.trainings.cancel": true,
  };
  const expected = (Object.keys(operations) as Operation[]).map((operation) => [
    operation,
    kindOf(operation) === "model" ? "`llm`" : "`task`",
  ]);

  expect(rows("Spans").map(([name, type]) => [name, type])).toEqual(expected);
});

it("names every field of metadata and metrics", () => {
  expect(names("Metadata")).toEqual(Object.keys(metadataOf(everything)).sort());
  expect(names("Metadata")).toEqual(expect.arrayContaining(Object.keys(outcomeOf(everything))));
  // The SDK writes the start.
  expect(names("Metrics")).toEqual(["start", ...Object.keys(metricsOf(everything))].sort());
});

it("names every reason for a span that is not whole", () => {
  const reasons: Readonly<Record<Incompleteness, true>> = {
    stopped_early: true,
    expired: true,
    evicted: true,
    process_exit: true,
  };
  expect(names("Incomplete")).toEqual(Object.keys(reasons).sort());
});

const parameters: Required<RequestParameters> = {
  temperature: 1,
  top_p: 1,
  max_tokens: 1,
  frequency_penalty: 1,
  presence_penalty: 1,
  stop: "end",
};

const measures: Required<ExecutionRecord["measures"]> = {
  prompt_tokens: 1,
  completion_tokens: 1,
  tokens: 2,
  time_to_first_token: 1,
  predict_time: 1,
  total_time: 1,
  queue_time: 1,
  image_count: 1,
  video_output_duration_seconds: 1,
  audio_output_duration_seconds: 1,
};

/** A record of which everything is known, so that every field is written. */
const everything: {
  readonly [Field in keyof ExecutionRecord]: NonNullable<ExecutionRecord[Field]>;
} = {
  operation: "replicate.run",
  kind: "model",
  startedAt: 0,
  endedAt: 1,
  input: {},
  output: "",
  error: "error",
  errorSigns: ["500"],
  model: "acme/model",
  requestedModel: "acme/model",
  reportedModel: "acme/model",
  origin: "https://api.replicate.com",
  version: "version",
  deployment: "acme/deployment",
  predictionId: "id",
  status: "failed",
  url: "https://replicate.com/p/id",
  streamsText: true,
  attempts: 2,
  incomplete: "expired",
  truncated: true,
  parameters,
  logs: "logs",
  replicateMetrics: {},
  measures,
};

function rows(section: string): readonly Row[] {
  const table = tables.get(section);
  if (table === undefined) throw new Error(`docs/reference.md has no table under "${section}"`);
  return table;
}

function names(section: string): readonly string[] {
  return rows(section)
    .map(([name = ""]) => name)
    .sort();
}

/** What an option's variable, set as above, makes of it. */
function valueOf(name: string): string {
  if (name === "limits.contentBytes") return "77";
  return String(name === "joinByPredictionId");
}

/** The names that an error about an unknown one lists. */
function listIn(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof TypeError) return error.message.split("there are ")[1]?.split(", ") ?? [];
  }
  throw new Error("an unknown name was accepted");
}

function variablesInCode(): ReadonlySet<string> {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(isSource);
  const found = files.flatMap(
    (path) => sourceOf(path).match(/(?<=")[A-Z]+(?:_[A-Z]+)+(?=")/g) ?? [],
  );
  return new Set(found.filter((word) => !VALUES.has(word)));
}

/** Words in the form of variables that are values of one. */
const VALUES: ReadonlySet<string> = new Set([
  "NO_CONTENT",
  "SPAN_ONLY",
  "EVENT_ONLY",
  "SPAN_AND_EVENT",
]);

function isSource(path: string): boolean {
  return path.endsWith(".ts") && !path.endsWith(".test.ts");
}

function sourceOf(path: string): string {
  return readFileSync(new URL(path, SRC), "utf8");
}
