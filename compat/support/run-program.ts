import { spawn } from "node:child_process";

/** A program to run. */
export interface Program {
  /** The executable; the Node that runs this unless said. */
  readonly command?: string;
  readonly args: readonly string[];
  readonly folder?: string;
  /** Beside what every process needs; nothing else of this process's environment is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is killed; 120,000 unless said. */
  readonly timeoutMs?: number;
}

/** What became of it. */
export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const NEEDED = ["PATH", "HOME", "TMPDIR", "SSL_CERT_FILE", "npm_config_cafile"];

/** Runs a program until it ends. */
export function runProgram({
  command = process.execPath,
  args,
  folder,
  env,
  timeoutMs = 120_000,
}: Program): Promise<ProgramResult> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...inherited(), NO_COLOR: "1", NO_PROXY: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

function inherited(): Record<string, string> {
  const entries = NEEDED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
