import { readFileSync } from "node:fs";
import * as library from "braintrust-replicate/opentelemetry";
import { expect, it } from "vitest";
import { METRIC_ATTRIBUTES, METRICS, SPAN_ATTRIBUTES } from "../../src/sink/genai-conventions.ts";
import { readTables, type Row } from "./support/read-tables.ts";

const reference = readFileSync(new URL("../../../../docs/reference.md", import.meta.url), "utf8");
const tables = readTables(reference);

it("functions", () => {
  expect(firstCells("OpenTelemetry")).toEqual(Object.keys(library).sort());
});

it("options", () => {
  const refused = (make: (options: object) => unknown): string => {
    try {
      make({ nothing: 1 });
    } catch (error) {
      return String(error);
    }
    return "";
  };
  const [, accepted = ""] = /there are (.*)$/.exec(refused(library.openTelemetrySink)) ?? [];
  expect(firstCells("Options of openTelemetrySink")).toEqual(accepted.split(", ").sort());
});

it("methods of the instrumentation", () => {
  const [row] = rows("OpenTelemetry").filter(([name]) => name === "ReplicateInstrumentation");
  const told = new Set([...(row?.[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const { prototype } = library.ReplicateInstrumentation;
  const methods = Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
  expect(told).toEqual(new Set(methods));
});

it("attributes, with their types and levels", () => {
  const told = rows("Attributes of OpenTelemetry").map(([name, type, level]) => [
    name,
    type,
    level,
  ]);
  const actual = Object.entries(SPAN_ATTRIBUTES).map(([name, { type, level }]) => [
    name,
    type,
    level.replaceAll("_", " "),
  ]);
  expect(told).toEqual(actual);
});

it("metrics, and what their points have", () => {
  const told = rows("Metrics of OpenTelemetry").map(([name, unit]) => [name, unit]);
  expect(told).toEqual(Object.entries(METRICS).map(([name, { unit }]) => [name, unit]));
  const section = reference.slice(reference.indexOf("## Metrics of OpenTelemetry"));
  for (const name of Object.keys(METRIC_ATTRIBUTES)) expect(section).toContain(`\`${name}\``);
});

function rows(section: string): readonly Row[] {
  const table = tables.get(section);
  if (table === undefined) throw new Error(`docs/reference.md has no table under "${section}"`);
  return table;
}

function firstCells(section: string): readonly string[] {
  return rows(section)
    .map(([name = ""]) => name)
    .sort();
}
