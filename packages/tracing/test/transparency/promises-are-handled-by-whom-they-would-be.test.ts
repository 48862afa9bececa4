import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a process of its own, because there rejections can be left alone. */
function runProgram(name: string, ...parameters: readonly string[]): Promise<Ended> {
  const file = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  const node = ["--import", "tsx", "--conditions=braintrust-replicate:source"];
  const child = spawn(process.execPath, [...node, file, ...parameters]);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => (stdout += String(data)));
  child.stderr.on("data", (data) => (stderr += String(data)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** The lines that a crash prints, but for stacks. */
function lastWords({ stderr }: Ended): readonly string[] {
  return stderr.split("\n").filter((line) => /^\w*Error: /.test(line));
}

describe("promises that nobody handles", () => {
  it("are reported as without tracing", async () => {
    const { stdout, stderr } = await runProgram("leave-promises");
    expect(stderr).toBe("");
    const [bare, byClient, byClass] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { spans: number; story: object });
    expect(bare?.story).toMatchInlineSnapshot(`
      {
        "JSON of a request": [
          "unhandled, another promise: SyntaxError: Unterminated string in JSON a",
        ],
        "cancel": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
        "create": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
        "create for a deployment": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
        "create of a training": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
        "error thrown into a stream": [
          "unhandled, the caller's promise: Error: into the stream",
        ],
        "file that cannot be loaded": [],
        "get": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
        "request": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
        "request that creates": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
        "run that fails": [
          "unhandled, the caller's promise: Error: Prediction failed: out of memory",
        ],
        "run that is answered 422": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
        "run that is awaited": [],
        "run that is awaited twice": [
          "unhandled, the caller's promise: Error: Prediction failed: out of memory",
        ],
        "run that is handled late": [
          "unhandled, the caller's promise: Error: Prediction failed: out of memory",
          "handled late, the caller's promise",
        ],
        "run that is refused": [
          "unhandled, the caller's promise: Error: Invalid reference to model version:",
        ],
        "run that works": [],
        "run whose progress rejects": [
          "unhandled, another promise: Error: progress",
          "unhandled, another promise: Error: progress",
        ],
        "run without options": [
          "unhandled, the caller's promise: TypeError: Cannot read properties of undef",
        ],
        "step of a stream": [
          "unhandled, the caller's promise: Error: Prediction does not support streami",
        ],
        "steps of a stream": [
          "unhandled, another promise: Error: Prediction does not support streami",
        ],
        "stream that is not asked": [],
        "wait": [
          "unhandled, the caller's promise: ApiError: Request to https://api.replicate",
        ],
      }
    `);
    expect(byClient).toEqual({ way: "with its client wrapped", spans: 18, story: bare?.story });
    expect(byClass).toEqual({ way: "with its class wrapped", spans: 18, story: bare?.story });
  }, 30_000);

  it("end the process as without tracing", async () => {
    const ended = await Promise.all([runProgram("crash", "bare"), runProgram("crash", "traced")]);
    const endings = ended.map((one) => ({ ...one, stderr: lastWords(one) }));
    const crash = { code: 1, stdout: "", stderr: ["Error: Prediction failed: out of memory"] };
    expect(endings).toEqual([crash, crash]);
  }, 30_000);
});
