import { expect, it } from "vitest";
import { parseModelReference, versionId } from "./model-reference.ts";

const VERSION = "0123456789abcdef".repeat(4);

it.each([
  ["acme/text", "acme/text", undefined],
  [`acme/text:${VERSION}`, "acme/text", VERSION],
  ["acme/text:latest", "acme/text", "latest"],
  [VERSION, undefined, VERSION],
  ["nonsense", undefined, "nonsense"],
  ["a/b/c", undefined, "a/b/c"],
])("reads %s", (reference, model, version) => {
  expect(parseModelReference(reference)).toEqual({ model, version });
});

it("takes only 64 hexadecimal digits for a version", () => {
  expect(versionId(VERSION)).toBe(VERSION);
  for (const other of [undefined, "hidden", `d-${VERSION}`, "dp-1", VERSION.slice(1), "latest"]) {
    expect(versionId(other)).toBeUndefined();
  }
});
