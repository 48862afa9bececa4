import { expect, it } from "vitest";
import type { CallTrace } from "../exchange/call.ts";
import { marked, markedNow, markOf, viewed, type CallMark } from "./call-mark.ts";

const trace: CallTrace = {
  enter: (work) => work(),
  attempted() {},
  answered() {},
  streamed() {},
  returned() {},
  threw() {},
  settled() {},
  stopped() {},
};
const mark: CallMark = { trace, reported: false };

const kinds = [
  ["a copy", (options: unknown) => marked(options, mark)],
  ["a copy or a view", (options: unknown) => markedNow(options, mark)],
  ["a view", (options: unknown) => viewed(options, () => mark)],
] as const;

it.each(kinds)("%s survives rest and spread, and JSON does not see it", (_, put) => {
  const options = { input: { prompt: "hi" }, wait: true };
  const given = put(options) as typeof options;
  const { wait, ...rest } = given;
  expect(wait).toBe(true);
  expect(markOf(given)).toBe(mark);
  expect(markOf({ ...rest, version: "v" })).toBe(mark);
  expect(JSON.stringify({ ...rest })).toBe('{"input":{"prompt":"hi"}}');
  expect(rest.input).toBe(options.input);
  expect(markOf(options)).toBeUndefined();
  expect(Reflect.ownKeys(options)).toEqual(["input", "wait"]);
});

it.each(kinds)("%s can be made of a frozen object", (_, put) => {
  const given = put(Object.freeze({ input: 1 }));
  expect(markOf({ ...(given as object) })).toBe(mark);
});

it.each(kinds)("%s is not made of what is no object", (_, put) => {
  for (const nothing of [undefined, null]) expect(put(nothing)).toBe(nothing);
});

it("runs no accessor while it marks", () => {
  let reads = 0;
  const options = {
    get input(): number {
      reads += 1;
      return reads;
    },
  };
  for (const [, put] of kinds) expect(markOf(put(options))).toBe(mark);
  expect(reads).toBe(0);
});

it("finds no mark on anything else", () => {
  for (const other of [undefined, null, 7, "text", {}, []]) expect(markOf(other)).toBeUndefined();
});
