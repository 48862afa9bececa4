import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isClientModule, withTracing } from "./client-module.ts";

const client = createRequire(import.meta.url).resolve("replicate");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), "client-module-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function install(name: string, under: string): string {
  const path = join(folder, "node_modules", under);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "package.json"), JSON.stringify({ name }));
  return join(path, "index.js");
}

it("knows the client's module, whatever its folder is called", () => {
  expect(isClientModule(client)).toBe(true);
  expect(isClientModule(install("replicate", "replicate-old"))).toBe(true);
});

it("knows that other files are not the client's module", () => {
  expect(isClientModule(install("other", "replicate"))).toBe(false);
  expect(isClientModule(join(client, "..", "lib", "index.js"))).toBe(false);
  expect(isClientModule(join(client, "..", "lib", "util.js"))).toBe(false);
  expect(isClientModule("\0virtual/replicate/index.js")).toBe(false);
  expect(isClientModule("index.js?v=1")).toBe(false);
});

it("adds one statement after all that was there", () => {
  const code = readFileSync(client, "utf8");
  const traced = withTracing(code, client, join(client, "../../ours/dist/bundled.js"));
  expect(traced?.startsWith(code)).toBe(true);
  expect(traced?.slice(code.length)).toBe(
    '\n;require("../ours/dist/bundled.js").traceBundled(module.exports);\n',
  );
});

it("lets a module alone that does not export the client", () => {
  expect(withTracing("export class Replicate {}", client, "/ours.js")).toBeUndefined();
});
