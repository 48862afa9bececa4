import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { startScenario, type RunOptions, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

const HOOK = ["--import", import.meta.resolve("braintrust-replicate/register")];
const PACKAGES = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** For CommonJS packages in a bundle that is an ES module. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Runs an app without the hook and with it: what it does must be the same.
 *
 * @returns what the hook said.
 */
async function runBoth(app: string, { node = [], ...options }: RunOptions = {}): Promise<string> {
  const bare = await scenario.run(app, { ...options, node });
  const hooked = await scenario.run(app, { ...options, node: [...node, ...HOOK] });
  expect({ code: hooked.code, stdout: hooked.stdout }).toEqual({
    code: bare.code,
    stdout: bare.stdout,
  });
  expect(bare.code).toBe(3);
  const own = withoutProcessId(bare.stderr);
  const withHook = withoutProcessId(hooked.stderr);
  expect(withHook.startsWith(own)).toBe(true);
  return withHook.slice(own.length);
}

function withoutProcessId(stderr: string): string {
  return stderr.replaceAll(/^\(node:\d+\)/gm, "(node)");
}

/** A folder outside of this repository with an app and copies of packages. */
function appElsewhere(packages: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hook-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["app.mjs", "app.cjs"]) {
    cpSync(fileURLToPath(new URL(name, import.meta.url)), join(folder, name));
  }
  for (const [name, from] of Object.entries(packages)) {
    cpSync(from, join(folder, "node_modules", name), { recursive: true, dereference: true });
  }
  return folder;
}

describe.each(["app.mjs", "app.cjs"])(
  "%s runs as without the hook, and one message says why nothing is traced:",
  (name) => {
    it("Braintrust's SDK is not installed", async () => {
      const folder = appElsewhere({ replicate: join(PACKAGES, "replicate") });

      const message = await runBoth(join(folder, name), { cwd: folder });

      expect(message).toMatch(
        /^braintrust-replicate: calls to Replicate are not recorded: .* npm install braintrust: Error: the package `braintrust` is not installed\n$/,
      );
    });

    it("Braintrust's SDK is broken", async () => {
      const folder = appElsewhere({ replicate: join(PACKAGES, "replicate") });
      const broken = join(folder, "node_modules", "braintrust");
      mkdirSync(broken);
      const manifest = { exports: { import: "./index.mjs", require: "./index.js" } };
      writeFileSync(join(broken, "package.json"), JSON.stringify(manifest));
      for (const entry of ["index.js", "index.mjs"]) {
        writeFileSync(join(broken, entry), "throw new Error('half an installation');");
      }

      const message = await runBoth(join(folder, name), { cwd: folder });

      expect(message).toMatch(
        /^braintrust-replicate: calls to Replicate are not recorded: .*: Error: half an installation\n$/,
      );
    });

    it("the runtime lets nobody see its modules", async () => {
      const message = await runBoth(name, {
        node: ["--require", fileURLToPath(new URL("frozen-modules.cjs", import.meta.url))],
      });

      expect(message).toMatch(
        /^braintrust-replicate: Replicate is called, but no client is traced/,
      );
      expect(scenario.store.rows()).toEqual([]);
    });

    it("the client is in a bundle", async () => {
      const folder = mkdtempSync(join(tmpdir(), "hook-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      buildSync({
        entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
        outfile: join(folder, name),
        bundle: true,
        minify: true,
        platform: "node",
        format: name.endsWith(".mjs") ? "esm" : "cjs",
        banner: name.endsWith(".mjs") ? { js: REQUIRE } : {},
      });

      const message = await runBoth(join(folder, name));

      expect(message).toMatch(
        /^braintrust-replicate: Replicate is called, but no client is traced: .* doctor .*\n$/,
      );
      expect(scenario.store.rows()).toEqual([]);
    });
  },
);

describe("a loader that hands over the source of CommonJS modules", () => {
  const LOADER = ["--import", new URL("source-loader.mjs", import.meta.url).href];

  it.each(["app.mjs", "app.cjs"])("hides the client, which is said once: %s", async (app) => {
    const message = await runBoth(app, { node: LOADER });

    expect(message).toMatch(/^braintrust-replicate: Replicate is called, but no client is traced/);
    expect(message.trimEnd().split("\n")).toHaveLength(1);
    expect(scenario.store.rows()).toEqual([]);
  });
});

it("needs to write no file and to start no thread", async () => {
  const message = await runBoth("app.cjs", {
    node: ["--experimental-permission", "--allow-fs-read=*"],
  });

  expect(message).toBe("");
  expect(scenario.store.rows()).toHaveLength(1);
});

it("says nothing in a process that never calls Replicate", async () => {
  const { code, stdout, stderr } = await scenario.run("frozen-modules.cjs", {
    node: HOOK,
    env: { BRAINTRUST_API_KEY: "" },
  });

  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
});
