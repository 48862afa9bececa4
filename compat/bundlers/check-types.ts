import { join } from "node:path";
import { problemsOf, type Check } from "../support/check.ts";
import { expectSame } from "../support/expect-same.ts";
import { runProgram } from "../support/run-program.ts";

const COMPILER = join(import.meta.dirname, "../../node_modules/typescript/bin/tsc");

/** Whether what we export fits the types of those who take it, by `types.ts` of a project. */
export async function checkTypes(folder: string): Promise<Check> {
  const problems = await problemsOf(async () => {
    const args = [COMPILER, "-p", "tsconfig.types.json"];
    const { code, stdout } = await runProgram({ args, folder });
    expectSame({ code, stdout }, { code: 0, stdout: "" }, "what the compiler says");
  });
  return { subject: "types", check: "fit", problems };
}
