import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ProgramResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `test/programs/<name>.ts` to its end, as an app that logs to a collector. */
export function runProgram(
  name: string,
  appUrl: string,
  args: readonly string[] = [],
): Promise<ProgramResult> {
  const file = fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url));
  const parameters = ["--conditions=braintrust-replicate:source", "--import=tsx", file, ...args];
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const env = { ...environment, BRAINTRUST_APP_URL: appUrl, BRAINTRUST_API_KEY: "local" };
  const child = spawn(process.execPath, parameters, { env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => (stdout += String(data)));
  child.stderr.on("data", (data) => (stderr += String(data)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
