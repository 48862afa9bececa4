import { expect, it } from "vitest";
import { formatBytes } from "./format-bytes.ts";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [4_212, "4.2 kB"],
  [999_960, "1.0 MB"],
  [3_000_000_000, "3.0 GB"],
])("reads %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
