import { runProgram } from "./processes.ts";

/**
 * Runs a package manager to its end, with all that is set around the tests: mirrors and
 * certificates are. Throws what it said where it fails.
 */
export async function install(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const around = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const ran = await runProgram(command, args, { ...Object.fromEntries(around), ...env });
  if (ran.code === 0) return;
  throw new Error(
    `${command} ${args.join(" ")} ended with ${ran.code}: ${ran.stderr.slice(-1000)}`,
  );
}
