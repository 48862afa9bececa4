import { spawn } from "node:child_process";

/** What became of an app. */
export interface AppResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the app printed as JSON on its last line. */
  readonly report: unknown;
}

/** How an app is run. */
export interface AppOptions {
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** The working directory; this process's unless said. */
  readonly cwd?: string;
}

/** Runs an app as a process of its own until it ends. */
export function runApp(
  path: string,
  { args = [], env, node = [], cwd }: AppOptions,
): Promise<AppResult> {
  const child = spawn(process.execPath, [...node, path, ...args], {
    env,
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr, report: reportIn(stdout) }));
  });
}

function reportIn(stdout: string): unknown {
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(last);
  } catch {
    return undefined;
  }
}
