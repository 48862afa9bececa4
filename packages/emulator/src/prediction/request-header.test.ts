import { expect, it } from "vitest";
import { cancelAfterMs, preferredWaitMs } from "./request-header.ts";

it.each([
  ["wait", 60_000],
  ["wait=1", 1_000],
  ["wait=60", 60_000],
  ["wait=99", 60_000],
  ["wait=0", undefined],
  ["wait=100", undefined],
  ["respond-async", undefined],
  [null, undefined],
])("Prefer: %s holds for %s ms", (header, ms) => {
  expect(preferredWaitMs(header)).toBe(ms);
});

it.each([
  ["1m", 60_000],
  ["90s", 90_000],
  ["1m30s", 90_000],
  ["1.5h", 5_400_000],
  ["250ms", 250],
  ["soon", undefined],
  ["5", undefined],
  [null, undefined],
])("Cancel-After: %s is %s ms", (header, ms) => {
  expect(cancelAfterMs(header)).toBe(ms);
});
