// What hooks cost a process that does nothing: `npm run bench:startup`. Each kind of process has its
// turn in every round, so that a machine that gets slower does so for all of them.
//   --rounds <number>   40 unless said
//   --quick             10 rounds, and an exit code of 1 where the hook costs more than it may
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { quantile } from "./interleave.ts";

/** Milliseconds that the hook may add. */
const MOST = 20;

/**
 * On a busy machine milliseconds say little: there the hook may add this share of what Braintrust's
 * adds.
 */
const MOST_SHARE = 0.2;

const BARE = "node";
const HOOK = "--import braintrust-replicate/register";
const BRAINTRUST = "--import braintrust/hook.mjs";
const KINDS = [BARE, HOOK, "--require braintrust-replicate/register", BRAINTRUST];

interface Sample {
  /** Milliseconds from the start of the process to its end. */
  readonly wall: number;
  /** Milliseconds of the processor until the app's first line. */
  readonly cpu: number;
}

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "40" },
    quick: { type: "boolean", default: false },
  },
});
const rounds = values.quick ? 10 : Number(values.rounds);

const taken = new Map(KINDS.map((kind): [string, Sample[]] => [kind, []]));
for (let round = 0; round <= rounds; round += 1) {
  for (const kind of KINDS) {
    const sample = startOnce(kind);
    // The first round only warms the file system's cache.
    if (round > 0) taken.get(kind)?.push(sample);
  }
}

console.log(`milliseconds, ${rounds} processes each: 10 %, median, and what the hook adds at 10 %`);
report("from start to end", ({ wall }) => wall);
report("of the processor", ({ cpu }) => cpu);

const ours = low(HOOK, "wall") - low(BARE, "wall");
const share = ours / (low(BRAINTRUST, "wall") - low(BARE, "wall"));
if (values.quick && ours > MOST && share > MOST_SHARE) {
  console.log(`the hook adds ${ours.toFixed(1)} ms; ${MOST} are allowed`);
  process.exitCode = 1;
}

function startOnce(kind: string): Sample {
  const options = kind === BARE ? [] : kind.split(" ");
  const program = "const { user, system } = process.cpuUsage(); user + system";
  const started = process.hrtime.bigint();
  const { status, stdout } = spawnSync(process.execPath, [...options, "-p", program], {
    env: {},
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${kind} ended with ${status}`);
  const wall = Number(process.hrtime.bigint() - started) / 1e6;
  return { wall, cpu: Number(stdout) / 1e3 };
}

function low(kind: string, measure: keyof Sample): number {
  return quantile(taken.get(kind)?.map((sample) => sample[measure]) ?? [], 0.1);
}

function report(title: string, measure: (sample: Sample) => number): void {
  console.log(title);
  const [bare = 0] = [...taken.values()].map((samples) => quantile(samples.map(measure), 0.1));
  for (const [kind, samples] of taken) {
    const times = samples.map(measure);
    const added = quantile(times, 0.1) - bare;
    const cells = [quantile(times, 0.1), quantile(times, 0.5), added];
    const text = cells.map((value) => value.toFixed(1).padStart(9)).join("");
    console.log(`  ${kind.padEnd(42)}${text}`);
  }
}
