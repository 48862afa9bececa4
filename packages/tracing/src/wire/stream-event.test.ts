import { expect, it } from "vitest";
import { readStreamEnd, readStreamError } from "./stream-event.ts";

it.each([
  ["{}", "succeeded"],
  ["", "succeeded"],
  ["not json", "succeeded"],
  ['{"reason":"canceled"}', "canceled"],
  ['{"reason":"error"}', "failed"],
  ['{"reason":"something new"}', "succeeded"],
])("reads `done` with %s as %s", (data, status) => {
  expect(readStreamEnd("done", data)).toBe(status);
});

it("reads an end of nothing else", () => {
  for (const name of ["output", "logs", "error", "new", undefined, 7]) {
    expect(readStreamEnd(name, "{}")).toBeUndefined();
  }
});

it("finds Replicate's words in an error event, and in nothing else", () => {
  expect(readStreamError('{"detail":"out of memory"}')).toBe("out of memory");
  for (const other of ["terminated", "{", '{"detail":7}', "{}", undefined, null]) {
    expect(readStreamError(other)).toBeUndefined();
  }
});
