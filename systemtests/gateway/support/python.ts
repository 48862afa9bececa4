import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runProgram } from "./processes.ts";

const VENVS = fileURLToPath(new URL("../.venvs/", import.meta.url));
const PROGRAMS = fileURLToPath(new URL("../programs/", import.meta.url));

/** A Python with packages of its own. */
export interface Python {
  /** Runs one of the programs of this folder, and answers the JSON that it prints. */
  run(program: string, env: Readonly<Record<string, string>>): Promise<unknown>;
  /** Where a program of one of its packages is. */
  program(name: string): string;
  /** The version of one of its packages. */
  version(name: string): Promise<string>;
}

/**
 * Makes a virtual environment with packages from PyPI, once. Says on the console why it cannot, and
 * answers undefined.
 *
 * @param requirements - As `pip install` takes them.
 */
export async function pythonWith(
  name: string,
  requirements: readonly string[],
): Promise<Python | undefined> {
  const folder = `${VENVS}${name}`;
  const marker = `${folder}/complete`;
  if (!existsSync(marker)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(VENVS, { recursive: true });
    const made = await runProgram("python3", ["-m", "venv", folder]).catch(String);
    const installed =
      typeof made === "string" || made.code !== 0
        ? made
        : await runProgram(`${folder}/bin/pip`, ["install", "--quiet", ...requirements]);
    if (typeof installed === "string" || installed.code !== 0) {
      const reason = typeof installed === "string" ? installed : installed.stderr;
      console.log(`skipped: no Python with ${requirements.join(" ")}: ${reason.slice(-300)}`);
      return undefined;
    }
    writeFileSync(marker, "");
  }
  const python = `${folder}/bin/python`;
  return {
    program: (program) => `${folder}/bin/${program}`,
    run: async (program, env) => {
      const { code, stdout, stderr } = await runProgram(python, [PROGRAMS + program], env);
      if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr.slice(-2000)}`);
      return JSON.parse(stdout) as unknown;
    },
    version: async (distribution) => {
      const script = `import importlib.metadata as m; print(m.version("${distribution}"), end="")`;
      return (await runProgram(python, ["-c", script])).stdout;
    },
  };
}
