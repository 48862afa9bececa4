import fc from "fast-check";
import { expect, it } from "vitest";
import type { CollectedRow } from "../store/collected-row.ts";
import { flattenTree } from "./flatten-tree.ts";
import type { TraceTree } from "./trace-tree.ts";
import { buildTraceTrees } from "./trace-tree.ts";

function span(id: string, parents: readonly string[], start?: number): CollectedRow {
  return {
    id,
    span_id: id,
    span_parents: parents,
    ...(start === undefined ? {} : { metrics: { start } }),
  };
}

function outline(trees: readonly TraceTree[]): string {
  return trees
    .map(({ row, children }) =>
      children.length === 0 ? row.id : `${row.id}(${outline(children)})`,
    )
    .join(" ");
}

it("puts children under their parents, sorted by start, whatever the order of arrival", () => {
  const rows = [span("c", ["a"], 3), span("d", ["b"], 4), span("b", ["a"], 2), span("a", [], 1)];
  expect(outline(buildTraceTrees(rows))).toBe("a(b(d) c)");
});

it("breaks ties of start by the count of the process and falls back to the creation time", () => {
  const rows: CollectedRow[] = [
    { id: "never" },
    { id: "second", metrics: { start: 10 }, span_attributes: { exec_counter: 2 } },
    { id: "first", metrics: { start: 10 }, span_attributes: { exec_counter: 1 } },
    { id: "created", created: "1970-01-01T00:00:11Z" },
  ];
  expect(outline(buildTraceTrees(rows))).toBe("first second created never");
});

it("makes orphans roots and says so", () => {
  const trees = buildTraceTrees([span("a", [], 1), span("b", ["unknown"], 2)]);
  expect(trees.map((tree) => [tree.row.id, tree.parentMissing])).toEqual([
    ["a", false],
    ["b", true],
  ]);
});

it("takes the first parent that is there", () => {
  expect(outline(buildTraceTrees([span("a", [], 1), span("b", ["unknown", "a"], 2)]))).toBe("a(b)");
});

it("leaves comments out", () => {
  const comment = { id: "c", comment: { text: "nice" }, origin: { id: "a" } };
  expect(outline(buildTraceTrees([span("a", []), comment]))).toBe("a");
});

it.each([
  [[span("a", ["a"], 1)], "a"],
  [[span("a", ["b"], 1), span("b", ["a"], 2)], "a(b)"],
  [
    [span("c", ["b"], 3), span("a", ["c"], 1), span("b", ["a"], 2), span("d", ["b"], 4)],
    "a(b(c d))",
  ],
])("breaks cycles at the earliest span: %j", (rows, expected) => {
  expect(outline(buildTraceTrees(rows))).toBe(expected);
});

it("survives a chain of 20,000 spans", () => {
  const rows = Array.from({ length: 20_000 }, (_, index) =>
    span(String(index), index === 0 ? [] : [String(index - 1)], index),
  );
  const [tree] = buildTraceTrees(rows);
  expect(tree === undefined ? 0 : flattenTree(tree).length).toBe(20_000);
});

it("places every span exactly once", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e");
  const rows = fc.array(
    fc.record({ id, span_id: id, span_parents: fc.array(id, { maxLength: 2 }) }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(rows, (all) => {
      const placed = buildTraceTrees(all)
        .flatMap(flattenTree)
        .map((line) => line.tree.row);
      expect(placed).toHaveLength(all.length);
      expect(new Set(placed)).toEqual(new Set(all));
    }),
  );
});
