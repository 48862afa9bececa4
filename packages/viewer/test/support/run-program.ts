import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `test/programs/<name>.mjs` as an app whose environment points to the collector. */
export function runProgram(
  name: string,
  url: string,
  parameters: readonly string[] = [],
): Promise<ProgramResult> {
  const file = fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url));
  const env = { ...process.env, BRAINTRUST_APP_URL: url, BRAINTRUST_API_KEY: "local" };
  const child = spawn(process.execPath, [file, ...parameters], { env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => (stdout += String(data)));
  child.stderr.on("data", (data) => (stderr += String(data)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
