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
])("is content with %s, whose hook is another option", (name, versions) => {
  const [finding] = checkRuntime(app, [], versions);

  expect(finding).toMatchObject({
    level: "ok",
    message: expect.stringContaining(name) as string,
  });
});

it.each([
  ["bun app.js", "Bun"],
  ["NODE_ENV=production bun run app.js", "Bun"],
  ["tsc && deno run -A app.js", "Deno"],
  ["wrangler dev", "Cloudflare Workers"],
])("says where Node's options do not reach: %s", (start, runtime) => {
  const findings = checkRuntime({ ...app, manifest: { scripts: { start } } }, [], {
    node: "24.0.0",
  });

  expect(findings[1]).toMatchObject({
    level: "problem",
    message: `the script \`start\` runs on ${runtime}, which Node's options do not reach`,
  });
});

it.each([
  ["a script that preloads the hook", "bun --preload braintrust-replicate/register app.js", []],
  ["a script of Node", "node bun.js", []],
  ["an app that wraps its client", "bun app.js", [{ path: "app.js", text: "wrapReplicate(" }]],
])("has nothing against %s", (_, start, files) => {
  const manifest = { scripts: { start } };

  expect(checkRuntime({ ...app, manifest }, files, { node: "24.0.0" })).toHaveLength(1);
});
