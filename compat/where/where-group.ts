import { fileURLToPath } from "node:url";
import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { inTurns } from "../support/in-turns.ts";
import { playProgram } from "./play-program.ts";

/** One place in which the scenario must leave the same tree behind. */
interface Place {
  readonly subject: string;
  readonly play: () => Promise<unknown>;
}

const PLACES: readonly Place[] = [
  { subject: "wrapReplicate", play: () => playProgram({ args: [pathOf("wrapped.mjs")] }) },
  { subject: "autoInstrument", play: () => playProgram({ args: [pathOf("auto.mjs")] }) },
];

/** Everywhere that an app can run in, and every way to have it traced. */
export const WHERE_GROUP: CheckGroup = {
  name: "where",
  about: "One scenario, the same tree of spans wherever it runs and however it is traced.",
  run: () => inTurns(PLACES, checkPlace),
};

async function checkPlace({ subject, play }: Place): Promise<readonly Check[]> {
  const problems = await problemsOf(async () => void (await play()));
  return [{ subject, check: "traced", problems }];
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
