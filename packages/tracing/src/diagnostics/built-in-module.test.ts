import { afterEach, expect, it, vi } from "vitest";
import { builtInModule } from "./built-in-module.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it("is the module of Node", () => {
  expect(builtInModule("node:util")).toBe(process.getBuiltinModule("node:util"));
});

it("is nothing where asking for it throws, as on Next.js's edge", () => {
  vi.spyOn(process, "getBuiltinModule").mockImplementation(() => {
    throw new Error("A Node.js API is used which is not supported in the Edge Runtime");
  });
  expect(builtInModule("node:module")).toBeUndefined();
});
