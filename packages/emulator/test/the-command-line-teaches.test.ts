import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "../../..");
const CLI = join(ROOT, "packages/emulator/src/cli.ts");

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the command line until it ends, or until it has said how to stop it. */
function run(...options: string[]): Promise<Run> {
  const child = spawn(process.execPath, ["--import", "tsx", CLI, ...options], { cwd: ROOT });
  let [out, error] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    if (out.includes("Press Ctrl+C")) child.kill("SIGINT");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    error += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, out, error }));
  });
}

describe("replicate-emulator", () => {
  it("prints what to paste and stops when asked to", async () => {
    const { code, out, error } = await run("--port", "0", "--token", "sesame");
    expect(error).toBe("");
    expect(out).toMatch(/baseUrl: "http:\/\/127\.0\.0\.1:\d+\/v1"/);
    expect(out).toMatch(
      /REPLICATE_API_TOKEN=sesame REPLICATE_BASE_URL=http:\/\/127\.0\.0\.1:\d+$/m,
    );
    expect(code).toBe(0);
  });

  it("names an option that is wrong, what was given and what is allowed", async () => {
    const { code, error } = await run("--port", "70000");
    expect(error.trim()).toBe(
      "error: option '--port <number>' argument '70000' is invalid. Allowed: a whole number from 0 to 65535.",
    );
    expect(code).toBe(1);
  });

  it("runs the public models of a file, and says which file it wants", async () => {
    const main = createRequire(import.meta.url).resolve("all-the-public-replicate-models");
    const models = join(dirname(main), "models.json");
    expect(await run("--port", "0", "--public-models", models)).toMatchObject({
      code: 0,
      error: "",
    });
    const { code, error } = await run("--public-models", CLI);
    expect(error.trim()).toBe(
      `error: option '--public-models <path>': ${CLI} is not a list of models. Expected: models.json of the npm package all-the-public-replicate-models.`,
    );
    expect(code).toBe(1);
  });

  it("tells its version", async () => {
    expect(await run("--version")).toMatchObject({ code: 0, out: `${manifest.version}\n` });
  });

  it("shows examples and its models in its help", async () => {
    const { code, out } = await run("--help");
    expect(out).toContain("npx replicate-emulator --tls");
    expect(out).toContain("demo/text");
    expect(code).toBe(0);
  });
});
