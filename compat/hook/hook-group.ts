import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import type { ReplicateVersion } from "../replicate/replicate-versions.ts";
import { EVERY_MINOR } from "../replicate/replicate-versions.ts";
import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { inTurns } from "../support/in-turns.ts";
import { playProgram } from "../where/play-program.ts";

/** What is tried in one row: clients, and how the process is started. */
interface Row {
  readonly subject: string;
  readonly clients: readonly ReplicateVersion[];
  /** What Node is given before the app; the hook alone unless said. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The apps, by column; both formats unless said. */
  readonly apps?: Readonly<Record<string, string>>;
}

const require = createRequire(import.meta.url);
const HOOK = ["--import", urlOf("braintrust-replicate/register")];
const TSX = ["--import", urlOf("tsx")];
const TSX_COMMAND = require.resolve("tsx/cli");
const OPENTELEMETRY = ["--import", new URL("opentelemetry.mjs", import.meta.url).href];
const BRAINTRUST = ["--import", "braintrust/hook.mjs"];

/** The first, the last, and those with which something that the library sees became different. */
const REPRESENTATIVE = new Set(["0.25.2", "0.30.2", "0.33.0", "1.0.1", "1.4.0"]);

/** The hook, over every version of the client and beside every other hook. */
export const HOOK_GROUP: CheckGroup = {
  name: "hook",
  about:
    "`node --import braintrust-replicate/register`: the same scenario and tree over every version of the client, beside the hooks of others, in either order.",
  run: ({ quick }) => {
    const versions = EVERY_MINOR.filter(({ version }) => !quick || REPRESENTATIVE.has(version));
    return inTurns([...versions.map(rowOf), ...otherRows()], checkRow);
  },
};

function rowOf(client: ReplicateVersion): Row {
  return { subject: `replicate ${client.version}`, clients: [client] };
}

function otherRows(): readonly Row[] {
  const [first] = EVERY_MINOR;
  const last = EVERY_MINOR.at(-1);
  if (first === undefined || last === undefined) throw new Error("there are no versions");
  // Under its own name, by which others look for it.
  const clients = [{ ...last, package: "replicate" }];
  const typescript = { TypeScript: "app.ts" };
  return [
    { subject: "two versions at once", clients: [{ ...first, era: last.era }, last] },
    { subject: "NODE_OPTIONS", clients, node: [], env: { NODE_OPTIONS: HOOK.join(" ") } },
    {
      subject: "--require",
      clients,
      node: ["--require", require.resolve("braintrust-replicate/register")],
    },
    { subject: "tsx's own command", clients, node: [TSX_COMMAND, ...HOOK], apps: typescript },
    { subject: "tsx, then the hook", clients, node: [...TSX, ...HOOK], apps: typescript },
    { subject: "the hook, then tsx", clients, node: [...HOOK, ...TSX], apps: typescript },
    { subject: "Braintrust's hook, then ours", clients, node: [...BRAINTRUST, ...HOOK] },
    { subject: "our hook, then Braintrust's", clients, node: [...HOOK, ...BRAINTRUST] },
    { subject: "OpenTelemetry's hook, then ours", clients, node: [...OPENTELEMETRY, ...HOOK] },
    { subject: "our hook, then OpenTelemetry's", clients, node: [...HOOK, ...OPENTELEMETRY] },
  ];
}

const FORMATS = { "ES module": "app.mjs", CommonJS: "app.cjs" };

async function checkRow(row: Row): Promise<readonly Check[]> {
  const { subject, clients, node = HOOK, env = {}, apps = FORMATS } = row;
  const names = clients.map(({ package: name, settings }) => ({ name, settings }));
  const checks: Check[] = [];
  for (const [check, app] of Object.entries(apps)) {
    const program = {
      args: [...node, fileURLToPath(new URL(app, import.meta.url))],
      env: { ...env, CLIENTS: JSON.stringify(names) },
    };
    const era = clients[0]?.era ?? "2025";
    const options = { emulator: { era }, times: clients.length };
    const problems = await problemsOf(async () => void (await playProgram(program, options)));
    checks.push({ subject, check, problems });
  }
  return checks;
}

function urlOf(specifier: string): string {
  return import.meta.resolve(specifier);
}
