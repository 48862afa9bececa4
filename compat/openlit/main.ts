import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createEmulator, type EmulatorModel } from "replicate-emulator";
import { runApp } from "../../e2e/support/run-app.ts";
import { quantile } from "../../bench/interleave.ts";

/**
 * The same ten executions, traced by the only other TypeScript instrumentation of Replicate and by
 * this one: what each records, what it does to the caller, and what it adds to a call. `openlit` is
 * installed beside this file, by a lock file of its own.
 */

interface Span {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Result {
  readonly report: ReadonlyArray<{
    readonly name: string;
    readonly outcome: string;
    readonly spans: readonly Span[];
  }>;
  readonly times: readonly number[];
}

const folder = new URL(".", import.meta.url);
const repository = new URL("../../packages/tracing/package.json", import.meta.url);
const CALLS = process.argv.includes("--quick") ? 10 : 60;
const SUBJECTS = ["bare", "openlit", "braintrust-replicate"] as const;

/** Replicate's words for what was used: eleven tokens in, twenty-two out. */
const metrics = { input_token_count: 11, output_token_count: 22, predict_time: 0.5 };

function models(): EmulatorModel[] {
  const files = (count: number): string[] =>
    Array.from(
      { length: count },
      (_, index) => `https://replicate.delivery/bench/out-${index}.webp`,
    );
  const common = { official: true } as const;
  return [
    {
      name: "bench/text",
      streaming: true,
      ...common,
      script: { steps: ["Salt", " and", " light"].map((output) => ({ output })), metrics },
    },
    { name: "bench/image", ...common, script: { output: files(1)[0] ?? "" } },
    { name: "bench/images", ...common, script: { output: files(2) } },
    { name: "bench/failing", ...common, script: { error: "CUDA out of memory" } },
  ];
}

async function main(): Promise<void> {
  if (!existsSync(new URL("node_modules/openlit", folder))) {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: "inherit",
    });
  }
  const results = new Map<string, Result>();
  for (const subject of SUBJECTS) results.set(subject, await play(subject));
  console.log(table(results));
  for (const subject of SUBJECTS) {
    const { times } = results.get(subject) ?? { times: [] };
    console.log(
      `${subject}: ${quantile(times, 0.5).toFixed(2)} ms a call, at the median of ${times.length}`,
    );
  }
}

async function play(subject: string): Promise<Result> {
  const emulator = createEmulator({ models: models() });
  const server = await emulator.listen();
  try {
    const { code, stderr, report } = await runApp(new URL("program.cjs", folder).pathname, {
      args: [subject, repository.pathname],
      env: {
        PATH: process.env["PATH"],
        REPLICATE_BASE_URL: server.url,
        OTEL_TRACES_EXPORTER: "none",
        CALLS: String(CALLS),
      },
    });
    if (code !== 0) throw new Error(`${subject} ended with ${code}: ${stderr}`);
    return report as Result;
  } finally {
    await server.close();
  }
}

function table(results: ReadonlyMap<string, Result>): string {
  const bare = results.get("bare")?.report ?? [];
  const rows = bare.map(({ name, outcome }, index) => {
    const cells = SUBJECTS.slice(1).map((subject) => {
      const played = results.get(subject)?.report[index];
      const changed = played?.outcome === outcome ? "" : `**${played?.outcome ?? ""}**; `;
      return `${changed}${described(played?.spans ?? [])}`;
    });
    const row = [name, outcome, ...cells].map((cell) => cell.replaceAll("|", "\\|"));
    return `| ${row.join(" | ")} |`;
  });
  const head = ["execution", "without tracing", ...SUBJECTS.slice(1)];
  return [`| ${head.join(" | ")} |`, `|${head.map(() => " --- |").join("")}`, ...rows, ""].join(
    "\n",
  );
}

/** What a span says of the questions that one asks of it. */
const TOLD: ReadonlyArray<readonly [label: string, name: string]> = [
  ["in", "gen_ai.usage.input_tokens"],
  ["out", "gen_ai.usage.output_tokens"],
  ["type", "gen_ai.output.type"],
  ["reason", "gen_ai.response.finish_reasons"],
  ["error", "error.type"],
  ["server", "server.address"],
];

function described(all: readonly Span[]): string {
  // Those of HTTP requests are another instrumentation's.
  const spans = all.filter(({ attributes }) => "gen_ai.operation.name" in attributes);
  if (spans.length === 0) return "no span";
  return spans
    .map(({ name, attributes }) => {
      const told = TOLD.flatMap(([label, key]) =>
        attributes[key] === undefined ? [] : [`${label} ${JSON.stringify(attributes[key])}`],
      );
      const id = Object.keys(attributes).some((key) => key.includes("prediction")) ? ["id"] : [];
      const output = outputIn(attributes);
      return [`\`${name}\``, ...told, ...id, output].join(", ");
    })
    .join("; ");
}

function outputIn(attributes: Span["attributes"]): string {
  const messages = attributes["gen_ai.output.messages"];
  if (typeof messages !== "string") return "no output";
  const text = messages.replace(/^\[\{"role":"assistant","parts":/, "");
  return `output \`${text.slice(0, 90)}\``;
}

await main();
