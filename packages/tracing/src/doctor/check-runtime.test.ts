import { expect, it } from "vitest";
import { checkRuntime } from "./check-runtime.ts";

const app = { entry: undefined, folder: "/nowhere", root: "/nowhere", manifest: {} };

it.each([
  ["20.19.0", "ok"],
  ["22.12.0", "ok"],
  ["24.0.0", "ok"],
  ["26.10.0", "ok"],
  ["18.20.0", "problem"],
  ["20.18.3", "problem"],
  ["21.7.0", "problem"],
  ["22.11.0", "problem"],
])("says of Node %s: %s", (node, level) => {
  expect(checkRuntime(app, [], { node })).toMatchObject([{ check: "runtime", level }]);
});

it.each([
  ["Bun", { node: "24.3.0", bun: "1.4.0" }],
  ["Deno", { node: "24.3.0", deno: "2.9.0" }],
])("says that %s has no hook", (name, versions) => {
  const [finding] = checkRuntime(app, [], versions);

  expect(finding).toMatchObject({
    level: "problem",
    message: expect.stringContaining(name) as string,
  });
});
