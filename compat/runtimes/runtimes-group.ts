import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeIn, NODES } from "../node/node-group.ts";
import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { ensureInstalled } from "../support/ensure-installed.ts";
import { playProgram } from "../where/play-program.ts";
import { playInChromium } from "./play-in-chromium.ts";
import { playInWorkerd } from "./play-in-workerd.ts";

/** A runtime, and how the scenario is played in it. */
interface Runtime {
  readonly subject: string;
  readonly quick?: boolean;
  /** By what is done to have the client traced. */
  readonly ways: Readonly<Record<string, () => Promise<unknown>>>;
}

const MODULES = join(import.meta.dirname, "node_modules");
const BUN = join(MODULES, "@oven/bun-linux-x64/bin/bun");
const DENO = join(MODULES, "@deno/linux-x64-glibc/deno");
const WRAPPED = join(import.meta.dirname, "../where/wrapped.mjs");
/** Knows nothing of tracing. */
const PLAIN = join(import.meta.dirname, "../hook/app.mjs");
const HOOK = fileURLToPath(import.meta.resolve("braintrust-replicate/register"));
const NAMES = ["20.19", "22.12", "22", "24", "26"];

const RUNTIMES: readonly Runtime[] = [
  ...NODES.map((folder, at) => ({
    subject: `Node ${NAMES[at] ?? ""}`,
    ways: commandLine(nodeIn(folder), [], "--import"),
  })),
  { subject: "Bun", quick: true, ways: commandLine(BUN, [], "--preload") },
  { subject: "Deno", ways: commandLine(DENO, ["run", "-A", "--no-lock"], "--preload") },
  {
    subject: "workerd",
    quick: true,
    ways: { wrapped: () => playInWorkerd("wrapped"), plugin: () => playInWorkerd("plugin") },
  },
  { subject: "Chromium", ways: { "wrapped, with a parent": playInChromium } },
];

/** Wrapped by hand, and without a line of code. */
function commandLine(command: string, args: readonly string[], flag: string): Runtime["ways"] {
  const env = { CLIENTS: JSON.stringify([{ name: "replicate", settings: {} }]) };
  return {
    wrapped: () => playProgram({ command, args: [...args, WRAPPED] }),
    hook: () => playProgram({ command, args: [...args, flag, HOOK, PLAIN], env }),
  };
}

/** Everywhere that JavaScript runs. */
export const RUNTIMES_GROUP: CheckGroup = {
  name: "runtimes",
  about:
    "The scenario in every runtime, with the package of Braintrust that each of them loads: wrapped by hand, and by the hook without a line of code; a worker tells the rest after its answer, a browser is given the parent of spans; neither loads a module of Node.",
  run: async ({ quick }) => {
    await ensureInstalled(import.meta.dirname);
    if (!quick) await ensureInstalled(join(import.meta.dirname, "../node"));
    const checks: Check[] = [];
    for (const runtime of RUNTIMES) {
      if (quick && runtime.quick !== true) continue;
      for (const [check, play] of Object.entries(runtime.ways)) {
        const problems = await problemsOf(async () => void (await play()));
        checks.push({ subject: runtime.subject, check, problems });
      }
    }
    return checks;
  },
};
