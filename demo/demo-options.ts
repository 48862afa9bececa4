import { parseArgs } from "node:util";

/** What the command line asks for. */
export type DemoMode = "offline" | "stay" | "live" | "help";

/** Something the person at the terminal can put right; its message says how. */
export class UsageError extends Error {}

export const HELP = `Runs a small app on Replicate with tracing and prints the trace that it logged.

Usage:
  npm start                without account, key or network: Replicate and Braintrust are
                           played by two servers on this machine
  npm start -- --stay      the same, and then the trace on a page until you press Ctrl-C
  npm start -- --live      the same app on Replicate itself, logging to Braintrust; needs
                           REPLICATE_API_TOKEN and BRAINTRUST_API_KEY, costs some US cents
  npm start -- --help      this text

With --live, REPLICATE_DEPLOYMENT=owner/name adds a deployment of yours, of a Llama model.`;

const LIVE_KEYS = ["REPLICATE_API_TOKEN", "BRAINTRUST_API_KEY"] as const;

/**
 * Reads the command line. Keys in the environment alone never make a run live: it costs money.
 *
 * @throws {UsageError} for an unknown argument, or a live run without its keys.
 */
export function readMode(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): DemoMode {
  const { live, stay, help } = parse(args);
  if (help) return "help";
  if (live && stay)
    throw new UsageError("--live logs to Braintrust: there is no page to --stay on.");
  if (!live) return stay ? "stay" : "offline";
  const missing = LIVE_KEYS.filter((name) => (environment[name] ?? "") === "");
  if (missing.length === 0) return "live";
  throw new UsageError(
    `--live needs ${missing.join(" and ")} in the environment.\n` +
      "It would run five public models on Replicate, which costs some US cents, and log one trace " +
      "to the project “Replicate demo” in Braintrust.\n" +
      "Without --live the demo needs neither key.",
  );
}

interface Switches {
  readonly live: boolean;
  readonly stay: boolean;
  readonly help: boolean;
}

function parse(args: readonly string[]): Switches {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: {
      live: { type: "boolean" },
      stay: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    const known = token.kind === "option" && ["live", "stay", "help"].includes(token.name);
    if (known && token.value === undefined) continue;
    const given = token.kind === "positional" ? token.value : (args[token.index] ?? "--");
    throw new UsageError(
      `There is no argument ${JSON.stringify(given)}; there are --stay, --live and --help.`,
    );
  }
  const { live, stay, help } = values;
  return { live: live === true, stay: stay === true, help: help === true };
}
