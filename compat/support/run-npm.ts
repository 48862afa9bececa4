import { runProgram } from "./run-program.ts";

/** Runs npm in a folder. Throws with what it said when it fails. */
export async function runNpm(args: readonly string[], folder: string): Promise<string> {
  const { code, stdout, stderr } = await runProgram({
    command: "npm",
    args,
    folder,
    // Proxies and certificates of this machine are npm's business.
    env: ownEnvironment(),
    timeoutMs: 600_000,
  });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stderr}`);
  return stdout;
}

/** Without what the npm that runs this says of its own project. */
function ownEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^npm_(?:config_(?:local_)?prefix|package_|lifecycle_)/.test(name)
      ? []
      : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
