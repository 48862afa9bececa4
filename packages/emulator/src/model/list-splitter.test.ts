import { expect, it } from "vitest";
import { ListSplitter } from "./list-splitter.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const OBJECTS = [
  { name: 'brackets } ] in " a text', list: [[1], { deep: [] }] },
  {},
  { text: "ends with a backslash \\", "key {": "“quoted” 🙂" },
];

it("answers each object, wherever the bytes are cut", () => {
  const bytes = encode(JSON.stringify(OBJECTS, undefined, 2));
  for (let size = 1; size <= bytes.length; size += 1) {
    const splitter = new ListSplitter();
    const objects: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      const texts = splitter.push(bytes.subarray(at, at + size));
      objects.push(...texts.map((text): unknown => JSON.parse(text)));
    }
    expect({ size, ended: splitter.ended, objects }).toEqual({
      size,
      ended: true,
      objects: OBJECTS,
    });
  }
});

it("tells a list that goes on from one that has ended", () => {
  const splitter = new ListSplitter();
  expect(splitter.push(encode('[{"a":1},{"b"'))).toEqual(['{"a":1}']);
  expect(splitter.ended).toBe(false);
  expect(splitter.push(encode(":2}]"))).toEqual(['{"b":2}']);
  expect(splitter.ended).toBe(true);
});

it.each(['{"a":1}', "[1]", '["a"]', "[[]]", "[}", "[]]", '[] {"a":1}', "nothing"])(
  "refuses %s",
  (text) => {
    expect(() => new ListSplitter().push(encode(text))).toThrow(TypeError);
  },
);
