import { expect, it } from "vitest";
import { formatDuration } from "./format-duration.ts";

it.each([
  [0, "0 ms"],
  [0.8204, "820 ms"],
  [0.9996, "1.0 s"],
  [12.44, "12.4 s"],
  [59.96, "1 m 00 s"],
  [754, "12 m 34 s"],
  [3_599.7, "1 h 00 m"],
  [7_380, "2 h 03 m"],
])("reads %d seconds as %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
