import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../.venv/", import.meta.url);
const REQUIREMENTS = new URL("../requirements.txt", import.meta.url);

/**
 * Installs what `requirements.txt` names into a virtual environment beside it, once.
 *
 * @returns the path of a file of the environment.
 */
export function virtualEnvironment(): (path: string) => string {
  const wanted = readFileSync(REQUIREMENTS, "utf8");
  const note = new URL("installed.txt", FOLDER);
  if (!existsSync(note) || readFileSync(note, "utf8") !== wanted) {
    const quiet = { stdio: "inherit" } as const;
    execFileSync("python3", ["-m", "venv", "--clear", fileURLToPath(FOLDER)], quiet);
    const pip = fileURLToPath(new URL("bin/pip", FOLDER));
    const parameters = ["install", "--quiet", "--disable-pip-version-check", "-r"];
    execFileSync(pip, [...parameters, fileURLToPath(REQUIREMENTS)], quiet);
    writeFileSync(note, wanted);
  }
  return (path) => fileURLToPath(new URL(path, FOLDER));
}
