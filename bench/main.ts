import { flush, wrapOpenAI } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import { logInProcess } from "./in-process-collector.ts";
import { interleave, quantile, type Timings, type Variant } from "./interleave.ts";
import { complete, openaiClient, readCompletion } from "./openai-subject.ts";
import { timeOfAFetch } from "./time-of-a-fetch.ts";
import { readStream, replicateClient, runModel } from "./replicate-subject.ts";

/**
 * What tracing adds to a call and to an event of a stream, beside what Braintrust's own wrapper of
 * another client adds. All is answered in process, so that what is left is the clients' work and
 * the tracing's.
 */

const quick = process.argv.includes("--quick");
const CALLS = { rounds: quick ? 8 : 40, runs: 250 };
const STREAMS = { rounds: quick ? 4 : 12, runs: 4 };
const EVENTS = 5_000;

const bare = replicateClient();
const traced = replicateClient();
const bareOpenai = openaiClient();
const tracedOpenai = openaiClient();
wrapReplicate(traced.client);
const wrappedOpenai = wrapOpenAI(tracedOpenai.client);
for (const { setEvents } of [bare, traced, bareOpenai, tracedOpenai]) setEvents(EVENTS);

const calls: readonly Variant[] = [
  { name: "bare", run: () => runModel(bare.client) },
  { name: "traced", run: () => runModel(traced.client) },
  { name: "openai", run: () => complete(bareOpenai.client) },
  { name: "openai traced", run: () => complete(wrappedOpenai) },
];

const streams: readonly Variant[] = [
  { name: "bare", run: () => readStream(bare.client) },
  { name: "traced", run: () => readStream(traced.client) },
  { name: "openai", run: () => readCompletion(bareOpenai.client) },
  { name: "openai traced", run: () => readCompletion(wrappedOpenai) },
];

const nothing = (): Promise<void> => Promise.resolve();

console.log(`node ${process.version}; microseconds added, at the 10th, 25th and 50th percentile\n`);
report("a call, no logger", await interleave(calls, { ...CALLS, between: nothing }), 1);
report(
  "an event of a stream, no logger",
  await interleave(streams, { ...STREAMS, between: nothing }),
  EVENTS,
);

logInProcess();
report("a call, with a logger", await interleave(calls, { ...CALLS, between: flush }), 1);
report(
  "an event of a stream, with a logger",
  await interleave(streams, { ...STREAMS, between: flush }),
  EVENTS,
);

for (const [title, values] of await timeOfAFetch({ calls: CALLS, streams: STREAMS })) {
  console.log(line(`traceFetch, ${title}`, values));
}

function report(title: string, timings: Timings, units: number): void {
  const ours = added(timings, ["bare", "traced"], units);
  const theirs = added(timings, ["openai", "openai traced"], units);
  console.log(title);
  console.log(line("replicate, traced", ours));
  console.log(line("wrapOpenAI", theirs));
  console.log(
    line(
      "ratio",
      ours.map((value, index) => value / (theirs[index] ?? 1)),
    ),
  );
  console.log("");
}

function added(timings: Timings, [base, after]: [string, string], units: number): number[] {
  const before = timings.get(base) ?? [];
  const later = timings.get(after) ?? [];
  return [0.1, 0.25, 0.5].map(
    (share) => (quantile(later, share) - quantile(before, share)) / units,
  );
}

function line(name: string, values: readonly number[]): string {
  return `  ${name.padEnd(36)}${values.map((value) => value.toFixed(2).padStart(9)).join("")}`;
}
