import fc from "fast-check";
import { expect, it } from "vitest";
import { JsonTrimmer } from "./trim-json.ts";

function trimmed(text: string, limit: number, size = text.length): JsonTrimmer {
  const trimmer = new JsonTrimmer(limit);
  for (let at = 0; at < text.length; at += size) trimmer.push(text.slice(at, at + size));
  return trimmer;
}

const FITS = "x".repeat(20);
const LONG = "x".repeat(100);

it.each<readonly [string, unknown, unknown]>([
  ["nothing", { id: "a", output: FITS }, { id: "a", output: FITS }],
  ["a long text", { id: "a", output: LONG, status: "b" }, { id: "a", output: null, status: "b" }],
  ["a long list", { output: [FITS, FITS, FITS, {}], id: "a" }, { output: null, id: "a" }],
  ["the last member", { id: "a", output: { x: LONG } }, { id: "a", output: null }],
  ["every long one", { a: LONG, b: LONG, c: 1 }, { a: null, b: null, c: 1 }],
])("drops %s", (_, value, left) => {
  for (const size of [1, 7, 1000]) {
    const { text } = trimmed(JSON.stringify(value), 50, size);
    expect(JSON.parse(text ?? "")).toEqual(left);
  }
});

it("drops exactly the members that are too long, wherever the text is cut", () => {
  const size = fc.integer({ min: 1, max: 40 });
  const object = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue(), { maxKeys: 6 });
  fc.assert(
    fc.property(object, size, (value, step) => {
      const { text, trimmed: dropped } = trimmed(JSON.stringify(value), 200, step);
      const expected = Object.entries(value).map(([name, item]) => [
        name,
        JSON.stringify(item).length > 200 ? null : item,
      ]);
      expect(JSON.parse(text ?? "null")).toEqual(
        text === undefined ? null : JSON.parse(JSON.stringify(Object.fromEntries(expected))),
      );
      // Of what is too long in all, the end is not looked at.
      if (text === undefined) return;
      expect(dropped).toBe(Object.values(value).some((item) => JSON.stringify(item).length > 200));
    }),
  );
});

it("keeps strings whole that look like structure", () => {
  const value = { a: '}],:"\\', b: '\\\\"', c: LONG };
  for (const size of [1, 2, 3]) {
    const { text } = trimmed(JSON.stringify(value), 50, size);
    expect(JSON.parse(text ?? "")).toEqual({ ...value, c: null });
  }
});

it("gives up on what cannot be trimmed", () => {
  expect(trimmed(JSON.stringify([LONG, LONG, LONG]), 50, 10).text).toBeUndefined();
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index, FITS]));
  expect(trimmed(JSON.stringify(many), 50).text).toBeUndefined();
});
