import { exec } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { CollectedRow } from "braintrust-replicate-viewer";
import { buildSync } from "esbuild";
import { pngFile } from "replicate-emulator";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { expectSpanTree } from "../support/expect-span-tree.ts";
import { digest, uploaded } from "../support/media.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario(import.meta.url);
});
afterEach(() => scenario.close());

const HOOK = ["--import", "braintrust-replicate/register"];

describe("an app that knows nothing of tracing", () => {
  it.each([
    { of: "an ES module", app: "plain.mjs", node: HOOK },
    { of: "CommonJS", app: "plain.cjs", node: HOOK },
    { of: "an ES module below tsx", app: "plain.mjs", node: ["--import", "tsx", ...HOOK] },
    { of: "CommonJS below tsx", app: "plain.cjs", node: [...HOOK, "--import", "tsx"] },
  ])("is traced from its first call on, by the environment: $of", async ({ app, node }) => {
    const { code, stderr, report } = await scenario.run(app, {
      node,
      env: { BRAINTRUST_PROJECT: "by the environment" },
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { before, after, outputs } = report as {
      before: number;
      after: number;
      outputs: unknown;
    };
    expect(outputs).toEqual(["done", "quick"]);
    const [outer] = scenario.store.rows();
    expect(outer?.metrics?.["start"]).toBeGreaterThanOrEqual(before);
    expect(outer?.metrics?.["start"]).toBeLessThanOrEqual(after);
    expect(await projectsOf(scenario.store.rows())).toEqual(["by the environment"]);
    expect(uploaded(scenario)).toEqual({ "output-0.png (image/png)": digest(pngFile(3)) });
    await expectSpanTree(scenario, { name: app, callers: [app], rowsPerSpan: 3 });
  });

  it("is told once when there is no key, and runs as without us", async () => {
    const { code, stdout, stderr } = await scenario.run("plain.mjs", {
      node: HOOK,
      env: { BRAINTRUST_API_KEY: "" },
    });

    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toMatch(/^braintrust-replicate: .* BRAINTRUST_API_KEY is not set.*\n$/);
    expect(scenario.store.rows()).toEqual([]);
  });

  it("is traced by what the nearest .env.braintrust says", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hook-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const below = join(folder, "services", "pictures");
    mkdirSync(below, { recursive: true });
    writeFileSync(
      join(folder, ".env.braintrust"),
      "BRAINTRUST_API_KEY=key-of-the-scenario\nexport BRAINTRUST_PROJECT='by the file'\n",
    );

    const { code, stderr } = await scenario.run("plain.mjs", {
      node: ["--import", import.meta.resolve("braintrust-replicate/register")],
      env: { BRAINTRUST_API_KEY: " " },
      cwd: below,
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await projectsOf(scenario.store.rows())).toEqual(["by the file"]);
  });

  it("is traced by NODE_OPTIONS", async () => {
    const { code, stderr } = await scenario.run("plain.cjs", {
      env: { NODE_OPTIONS: HOOK.join(" ") },
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(scenario.store.rows()).toHaveLength(3);
  });
});

describe("an app with a logger of its own", () => {
  it.each(["own-logger.mjs", "logger-meanwhile.mjs"])("keeps it: %s", async (app) => {
    const { code, stderr } = await scenario.run(app, {
      node: HOOK,
      env: { BRAINTRUST_PROJECT: "by the environment" },
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(namesOf(scenario.store.rows())).toEqual(["replicate.run"]);
    expect(await projectsOf(scenario.store.rows())).toEqual(["the app's own"]);
  });

  it("can turn tracing on from code, when its client is there already", async () => {
    const { code, stderr } = await scenario.run("from-code.mjs");

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const inputs = scenario.store.rows().map(({ input }) => input);
    expect(inputs).toEqual([{ n: 1 }, undefined]);
  });

  it("makes one span when it wraps clients as well", async () => {
    const { code, stderr } = await scenario.run("wrapped-as-well.mjs", { node: HOOK });

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(namesOf(scenario.store.rows())).toEqual(["replicate.run"]);
  });

  it.each([
    { what: "the client", external: ["braintrust"] },
    { what: "all but the client", external: ["braintrust", "replicate"] },
  ])("makes one span when $what is in a bundle that wraps it", async ({ external }) => {
    // Below this folder, so that what is not in the bundle is found.
    const folder = mkdtempSync(fileURLToPath(new URL(".bundled-", import.meta.url)));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const app = join(folder, "app.cjs");
    const entry = fileURLToPath(new URL("wrapped.cjs", import.meta.url));
    buildSync({ entryPoints: [entry], outfile: app, bundle: true, platform: "node", external });

    const { code, stderr } = await scenario.run(app, { node: HOOK });

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(namesOf(scenario.store.rows())).toEqual(["replicate.run"]);
  });

  it("can be switched off at any call", async () => {
    const { code, stderr } = await scenario.run("switched-off.mjs", { node: HOOK });

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(scenario.store.rows().map(({ input }) => input)).toEqual([{ n: 2 }]);
  });
});

describe("what the README says to type", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const commands = [...readme.matchAll(/^\|.*\| `([^`]*braintrust-replicate\/register[^`]*)` \|/gm)]
    .map(([, command = ""]) => command)
    .filter((command) => !/^(?:bun|deno) /.test(command));

  it("is there", () => {
    expect(commands.length).toBeGreaterThan(2);
  });

  it.each(commands)("traces: %s", async (command) => {
    const typed = command.startsWith("NODE_OPTIONS") ? `${command} node app.js` : command;
    const bin = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));
    const { stdout, stderr } = await promisify(exec)(typed, {
      cwd: fileURLToPath(new URL("typed", import.meta.url)),
      env: { ...scenario.env, PATH: `${dirname(process.execPath)}:${bin}:${scenario.env["PATH"]}` },
    });

    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
    expect(namesOf(scenario.store.rows())).toEqual(["replicate.run"]);
  });
});

function namesOf(rows: readonly CollectedRow[]): readonly unknown[] {
  return rows.map((row) => row.span_attributes?.name);
}

async function projectsOf(rows: readonly CollectedRow[]): Promise<readonly unknown[]> {
  const ids = new Set(rows.map((row) => String(row["project_id"])));
  return Promise.all(
    [...ids].map(async (id) => {
      const request = new Request(`http://collector/api/project?id=${id}`, {
        headers: { authorization: "Bearer local" },
      });
      const response = await scenario.collector.fetch(request);
      return ((await response.json()) as { readonly name: unknown }).name;
    }),
  );
}
