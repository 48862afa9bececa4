import { expect, it } from "vitest";
import { readStreamError, readStreamEvent } from "./stream-event.ts";

it.each([
  ["{}", "succeeded"],
  ["", "succeeded"],
  ["not json", "succeeded"],
  ['{"reason":"canceled"}', "canceled"],
  ['{"reason":"error"}', "failed"],
  ['{"reason":"something new"}', "succeeded"],
])("reads `done` with %s as %s", (data, status) => {
  expect(readStreamEvent("done", data)).toEqual({ kind: "done", status });
});

it("tells output from everything else", () => {
  expect(readStreamEvent("output", "a").kind).toBe("output");
  for (const name of ["logs", "error", "new", undefined, 7]) {
    expect(readStreamEvent(name, "a").kind).toBe("other");
  }
});

it("finds Replicate's words in an error event, and in nothing else", () => {
  expect(readStreamError('{"detail":"out of memory"}')).toBe("out of memory");
  for (const other of ["terminated", "{", '{"detail":7}', "{}", undefined, null]) {
    expect(readStreamError(other)).toBeUndefined();
  }
});
