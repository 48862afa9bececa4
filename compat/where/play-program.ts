import type { EmulatorOptions } from "replicate-emulator";
import { expectSame } from "../support/expect-same.ts";
import { runProgram, type Program, type ProgramResult } from "../support/run-program.ts";
import { playScenario } from "./play-scenario.ts";

/** What is different in one place. */
export interface PlayOptions {
  readonly emulator?: EmulatorOptions;
  /** What the app may write to stderr; nothing unless said. */
  readonly stderr?: string;
  /** How often it plays the scenario; its output is a list where that is not once. */
  readonly times?: number;
}

/** Plays the scenario as a program whose one line of output is what `scenario` returned, as JSON. */
export async function playProgram(
  program: Program,
  { stderr = "", emulator, times }: PlayOptions = {},
): Promise<ProgramResult> {
  let ended: ProgramResult | undefined;
  await playScenario(
    async (env) => {
      ended = await runProgram({ ...program, env: { ...env, ...program.env } });
      const { code, stdout } = ended;
      expectSame({ code, stderr: ended.stderr }, { code: 0, stderr }, "the program's end");
      const [line, ...more] = stdout.trimEnd().split("\n");
      expectSame(more, [], "what the program wrote to stdout beside its result");
      return JSON.parse(line ?? "") as unknown;
    },
    emulator,
    times,
  );
  if (ended === undefined) throw new Error("the program was not run");
  return ended;
}
