import { fork, spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const children = new Set<ChildProcess>();

/** Starts a server of this folder that says its port. */
export async function startServer(name: string, ...args: readonly string[]): Promise<Started> {
  const child = fork(pathOf(name), args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  children.add(child);
  const { port } = await messageOf<{ port: number }>(child);
  return { port, pid: child.pid ?? 0 };
}

/** A server that runs. */
export interface Started {
  readonly port: number;
  readonly pid: number;
}

/** Runs a script of this folder with a plan, and answers its result. */
export async function runScript<Plan, Result>(name: string, plan: Plan): Promise<Result> {
  const child = fork(pathOf(name), [JSON.stringify(plan)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return messageOf<Result>(child);
}

/** Starts any program; it is over when the benchmark is. */
export function startProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  return child;
}

/** Ends all that was started. */
export function stopAll(): void {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
}

/** Megabytes of memory that a process holds. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** Milliseconds of processor time that a process has used. */
export function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`${name}.js`, import.meta.url));
}

async function messageOf<T>(child: ChildProcess): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    child.once("message", (message) => resolve(message as T));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)));
  });
}
