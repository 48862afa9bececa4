import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { install } from "./install.ts";
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
 * Makes a virtual environment with packages from PyPI, once. Throws where it cannot.
 *
 * @param requirements - As `pip install` takes them.
 */
export async function pythonWith(name: string, requirements: readonly string[]): Promise<Python> {
  const folder = `${VENVS}${name}`;
  const marker = `${folder}/complete`;
  if (!existsSync(marker)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(VENVS, { recursive: true });
    await install("python3", ["-m", "venv", folder]);
    await install(`${folder}/bin/pip`, ["install", "--quiet", ...requirements]);
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
