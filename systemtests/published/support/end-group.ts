import type { ChildProcess } from "node:child_process";

/** Ends a process that was started `detached`, and all that it started; it may have ended already. */
export function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // There is none of them any more.
  }
}
