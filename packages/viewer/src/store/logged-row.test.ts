import fc from "fast-check";
import { expect, it } from "vitest";
import { readLoggedRow } from "./logged-row.ts";

it("takes a row as the SDKs send it, Python's nulls included", () => {
  const row = { id: "a", span_parents: null, metrics: { start: 1, gone: null }, tags: ["x"] };
  expect(readLoggedRow(row)).toEqual({ row });
});

it.each([
  [null, "a row must be an object"],
  [["a"], "a row must be an object"],
  [{}, "id must be a non-empty string"],
  [{ id: 7 }, "id must be a non-empty string"],
  [{ id: "a", span_parents: "b" }, "span_parents must be a list of strings"],
  [{ id: "a", metrics: { start: "now" } }, "metrics must be an object of numbers"],
  [{ id: "a", metadata: [] }, "metadata must be an object"],
  [{ id: "a", span_attributes: { name: 1 } }, "span_attributes must be an object whose name"],
  [{ id: "a", _array_delete: [{ path: "x" }] }, "_array_delete must be a list of"],
])("refuses %j", (value, problem) => {
  expect(readLoggedRow(value)).toEqual({ problem: expect.stringContaining(problem) as unknown });
});

it("refuses a row that nests deeper than merging can walk", () => {
  const deep: unknown = JSON.parse(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`);
  expect(readLoggedRow({ id: "a", input: deep })).toEqual({
    problem: "the row nests deeper than 1000 levels",
  });
});

it("never throws and never repeats what was logged", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = readLoggedRow({ id: "a", metrics: "secret", input: value });
      expect(JSON.stringify(read)).not.toContain("secret");
    }),
  );
});
