import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** The gateway in a process of its own. */
export interface Cli {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<number | null>;
}

/** Starts the gateway by its command line, until the test is over. */
export function runCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Cli {
  const tsx = import.meta.resolve("tsx");
  const options = ["--conditions=braintrust-replicate:source", "--import", tsx, CLI, ...args];
  const child = spawn(process.execPath, options, {
    env: { PATH: process.env["PATH"], ...env },
    // A viewer keeps what it collects where it is started.
    cwd: mkdtempSync(join(tmpdir(), "gateway-")),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece: Buffer) => (out += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (err += piece.toString()));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return { child, stdout: () => out, stderr: () => err, ended };
}

/** Where it listens, once it does. */
export async function listening(cli: Cli): Promise<string> {
  await expect.poll(cli.stdout).toContain("Press Ctrl+C");
  return /REPLICATE_BASE_URL=(\S+)/.exec(cli.stdout())?.[1] ?? "";
}
