import { fileURLToPath } from "node:url";
import { checkScenario } from "../replicate/check-scenario.ts";
import { REPLICATE_VERSIONS } from "../replicate/replicate-versions.ts";
import type { Check, CheckGroup } from "../support/check.ts";
import { ensureInstalled } from "../support/ensure-installed.ts";
import { inTurns } from "../support/in-turns.ts";
import { runProgram } from "../support/run-program.ts";

/** The folders in which versions of Node are installed, for Linux on x64. */
export const NODES = ["node-20-19", "node-22-12", "node-22", "node-24", "node-26"];

/** Node, from the oldest supported version to the newest. */
export const NODE_GROUP: CheckGroup = {
  name: "node",
  about: "The same program, with the newest client, on every supported Node.",
  run: async () => {
    await ensureInstalled(import.meta.dirname);
    return inTurns(NODES, checkNode);
  },
};

/** The executable of a version that has been installed. */
export function nodeIn(folder: string): string {
  // Called by its path: what lies in `.bin` is the one that was installed last.
  return fileURLToPath(new URL(`node_modules/${folder}/bin/node`, import.meta.url));
}

async function checkNode(folder: string): Promise<readonly Check[]> {
  const node = nodeIn(folder);
  const client = REPLICATE_VERSIONS.at(-1);
  if (client === undefined) throw new Error("there is no version of the client");
  const { stdout } = await runProgram({ command: node, args: ["--version"] });
  return checkScenario({ subject: `node ${stdout.trim().slice(1)}`, client, node });
}
