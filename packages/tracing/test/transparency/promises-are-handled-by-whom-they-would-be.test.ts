import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a process of its own, because there rejections can be left alone. */
function runProgram(name: string, parameters: readonly string[]): Promise<Ended> {
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

const WAYS = ["bare", "by-client", "by-class"] as const;

/** Runs a program in each way, all at once. */
async function runInEachWay(name: string): Promise<Record<(typeof WAYS)[number], Ended>> {
  const [bare, byClient, byClass] = await Promise.all(WAYS.map((way) => runProgram(name, [way])));
  if (!bare || !byClient || !byClass) throw new Error("a program did not run");
  return { bare, "by-client": byClient, "by-class": byClass };
}

describe("a promise that nobody handles", () => {
  let ended: Awaited<ReturnType<typeof runInEachWay>>;
  beforeAll(async () => {
    ended = await runInEachWay("leave-promises");
  }, 30_000);

  it("is reported in each case where it should be", () => {
    expect(ended.bare.stderr).toBe("0 spans\n");
    expect(ended.bare.stdout).toMatchInlineSnapshot(`
      "run that fails: unhandled, the caller's promise: Error: Prediction failed: out of memory
      run that is refused: unhandled, the caller's promise: Error: Invalid reference to model version:
      run without options: unhandled, the caller's promise: TypeError: Cannot read properties of undef
      run that works: nothing
      run that is answered 422: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      run whose progress rejects: unhandled, another promise: Error: progress; unhandled, another promise: Error: progress
      run that is handled late: unhandled, the caller's promise: Error: Prediction failed: out of memory; handled late, the caller's promise
      run that is awaited: nothing
      run that is awaited twice: unhandled, the caller's promise: Error: Prediction failed: out of memory
      create: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      create for a deployment: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      create of a training: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      get: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      cancel: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      wait: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      request: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      request that creates: unhandled, the caller's promise: ApiError: Request to https://api.replicate
      JSON of a request: unhandled, another promise: SyntaxError: Unterminated string in JSON a
      step of a stream: unhandled, the caller's promise: Error: Prediction does not support streami
      steps of a stream: unhandled, another promise: Error: Prediction does not support streami
      error thrown into a stream: unhandled, the caller's promise: Error: into the stream
      stream that is not asked: nothing
      file that cannot be loaded: nothing
      "
    `);
  });

  it.each(["by-client", "by-class"] as const)("is reported the same way, traced %s", (way) => {
    expect(ended[way].stderr).toBe("18 spans\n");
    expect(ended[way].stdout).toBe(ended.bare.stdout);
    expect(ended[way].code).toBe(0);
  });
});

describe("a rejection that nobody handles", () => {
  it("ends the process as without tracing", async () => {
    const ended = await runInEachWay("crash");
    const endings = Object.values(ended).map((one) => ({
      code: one.code,
      stdout: one.stdout,
      lastWords: lastWords(one),
    }));
    const crash = { code: 1, stdout: "", lastWords: ["Error: Prediction failed: out of memory"] };
    expect(endings).toEqual([crash, crash, crash]);
  }, 30_000);
});
