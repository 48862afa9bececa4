import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CollectedRow } from "./collected-row.ts";
import type { LoggedRow } from "./logged-row.ts";
import { mergeRow } from "./merge-row.ts";

const merge = (stored: CollectedRow | undefined, fields: Partial<LoggedRow>): unknown =>
  mergeRow(stored, { id: "a", _is_merge: true, ...fields });

describe("a row without _is_merge", () => {
  it.each([undefined, null, false])("replaces the stored row when it is %s", (flag) => {
    const logged: LoggedRow = flag === undefined ? { id: "a" } : { id: "a", _is_merge: flag };
    expect(mergeRow({ id: "a", output: "old" }, logged)).toEqual({ id: "a" });
  });
});

describe("a row with _is_merge", () => {
  it("merges plain objects at every depth", () => {
    const stored = { id: "a", metrics: { start: 1 }, metadata: { outer: { kept: 1, changed: 1 } } };
    expect(
      merge(stored, { metrics: { end: 2 }, metadata: { outer: { changed: 2 }, model: "m" } }),
    ).toEqual({
      id: "a",
      metrics: { start: 1, end: 2 },
      metadata: { outer: { kept: 1, changed: 2 }, model: "m" },
    });
  });

  it("replaces lists, scalars, null, and objects by what is none", () => {
    const stored = { id: "a", output: [1, 2, 3], input: { a: 1 }, error: "old", expected: 1 };
    expect(merge(stored, { output: [4], input: "text", error: null, expected: { b: 1 } })).toEqual({
      id: "a",
      output: [4],
      input: "text",
      error: null,
      expected: { b: 1 },
    });
  });

  it("unites the tags of the row, but replaces lists named tags below it", () => {
    const stored = { id: "a", tags: ["x", "y"], metadata: { tags: ["x"] } };
    expect(merge(stored, { tags: ["y", "z"], metadata: { tags: ["z"] } })).toEqual({
      id: "a",
      tags: ["x", "y", "z"],
      metadata: { tags: ["z"] },
    });
  });

  it("keeps who the span is, whatever is said later", () => {
    const stored = { id: "a", created: "1", span_id: "s", root_span_id: "r", span_parents: ["p"] };
    expect(
      merge(stored, { created: "2", span_id: "t", root_span_id: "q", span_parents: ["o"] }),
    ).toEqual(stored);
  });

  it("takes who the span is from the first row that says it", () => {
    expect(merge({ id: "a", span_parents: null }, { span_id: "s", span_parents: ["p"] })).toEqual({
      id: "a",
      span_id: "s",
      span_parents: ["p"],
    });
  });

  it("is stored as it is when nothing came before", () => {
    expect(merge(undefined, { output: 1, tags: ["x"] })).toEqual({
      id: "a",
      output: 1,
      tags: ["x"],
    });
  });
});

describe("instructions", () => {
  it("replaces objects and tags named by _merge_paths", () => {
    const stored = { id: "a", metadata: { whole: { a: 1 }, part: { a: 1 } }, tags: ["x"] };
    expect(
      merge(stored, {
        metadata: { whole: { b: 2 }, part: { b: 2 } },
        tags: ["y"],
        _merge_paths: [["metadata", "whole"], ["tags"]],
      }),
    ).toEqual({ id: "a", metadata: { whole: { b: 2 }, part: { a: 1, b: 2 } }, tags: ["y"] });
  });

  it("removes the row on _object_delete, also one that is not there", () => {
    expect(merge({ id: "a" }, { _object_delete: true })).toBeUndefined();
    expect(merge(undefined, { _object_delete: true })).toBeUndefined();
  });

  it("takes values out of lists on _array_delete, after the merge", () => {
    const stored = { id: "a", tags: ["x", "y"], metadata: { list: [{ n: 1 }, { n: 2 }] } };
    expect(
      merge(stored, {
        tags: ["z"],
        _array_delete: [
          { path: ["tags"], delete: ["x"] },
          { path: ["metadata", "list"], delete: [{ n: 1 }] },
          { path: ["metadata", "missing", "deep"], delete: [1] },
          { path: [], delete: ["a"] },
        ],
      }),
    ).toEqual({ id: "a", tags: ["y", "z"], metadata: { list: [{ n: 2 }] } });
  });
});

it("cannot be used to reach a prototype", () => {
  const hostile: unknown = JSON.parse(
    '{"__proto__":{"polluted":1},"metadata":{"__proto__":{"polluted":1},"constructor":{"x":1}}}',
  );
  const merged = merge({ id: "a", metadata: {} }, hostile as Partial<LoggedRow>);
  expect(merged).toEqual({ id: "a", metadata: {} });
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  expect({}).not.toHaveProperty("polluted");
});

describe("for any rows", () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  // The SDKs refuse a list with the same tag twice.
  const tags = fc.uniqueArray(fc.constantFrom("x", "y", "z"));
  const rows = fc.array(
    fc.record(
      {
        id: fc.constant("a"),
        _is_merge: fc.boolean(),
        output: value,
        metadata: fc.dictionary(fc.constantFrom("a", "b", "c"), value),
        tags,
        created: fc.constantFrom("1", "2"),
      },
      { requiredKeys: ["id"] },
    ),
    { maxLength: 6 },
  );
  const mergeAll = (all: readonly LoggedRow[]): CollectedRow | undefined =>
    all.reduce<CollectedRow | undefined>((stored, row) => mergeRow(stored, row), undefined);

  it("changes nothing when the last row comes twice", () => {
    fc.assert(
      fc.property(rows, (all) => {
        expect(mergeAll([...all, ...all.slice(-1)])).toEqual(mergeAll(all));
      }),
    );
  });

  it("gives the same whether merge rows come one by one or merged in a batch by the sender", () => {
    // Fields keep their kind: null between two objects would make a difference, by the rule.
    const fields = fc.record(
      {
        output: fc.nat(),
        metadata: fc.record({ flat: fc.nat(), nested: fc.dictionary(fc.string(), fc.nat()) }),
        tags,
        created: fc.constantFrom("1", "2"),
      },
      { requiredKeys: [] },
    );
    const merges = fc.array(fields.map((row) => ({ ...row, id: "a", _is_merge: true })));
    fc.assert(
      fc.property(rows, merges, (before, after) => {
        const start = mergeAll(before);
        const batch = mergeAll(after);
        const atOnce = batch === undefined ? start : mergeRow(start, { ...batch, _is_merge: true });
        expect(after.reduce((stored, row) => mergeRow(stored, row) ?? stored, start)).toEqual(
          atOnce,
        );
      }),
    );
  });

  it("leaves its arguments as they are", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const before = JSON.stringify(all);
        mergeAll(all);
        expect(JSON.stringify(all)).toBe(before);
      }),
    );
  });
});
