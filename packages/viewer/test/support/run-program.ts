import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of `test/programs/` as an app whose environment points to the collector. */
export function runProgram(
  program: URL,
  url: string,
  parameters: readonly string[] = [],
): Promise<ProgramResult> {
  const env = { ...process.env, BRAINTRUST_APP_URL: url, BRAINTRUST_API_KEY: "local" };
  const child = spawn(process.execPath, [fileURLToPath(program), ...parameters], { env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => (stdout += String(data)));
  child.stderr.on("data", (data) => (stderr += String(data)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
