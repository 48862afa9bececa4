import { flush, initLogger, wrapOpenAI } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import { compare, interleave, type Difference, type Timings } from "./interleave.ts";
import { completeCalls, openaiClient, readCompletion } from "./openai-subject.ts";
import { readStream, replicateClient, runCalls } from "./replicate-subject.ts";

/**
 * What tracing adds to a call, beside what Braintrust's own wrapper of another client adds.
 * Everything is answered in process, so that what is left is the clients' and the tracing's work.
 */

const quick = process.argv.includes("--quick");
const ROUNDS = quick ? 10 : 30;
const CALLS = quick ? 500 : 1_500;
const EVENTS = quick ? 10_000 : 30_000;

const bare = replicateClient();
const traced = replicateClient();
const bareOpenai = openaiClient();
const tracedOpenai = openaiClient();
wrapReplicate(traced.client);
const wrappedOpenai = wrapOpenAI(tracedOpenai.client);
for (const { setEvents } of [bare, traced, bareOpenai, tracedOpenai]) setEvents(EVENTS);

const calls = [
  { name: "replicate", run: (count: number) => runCalls(bare.client, count) },
  { name: "replicate traced", run: (count: number) => runCalls(traced.client, count) },
  { name: "openai", run: (count: number) => completeCalls(bareOpenai.client, count) },
  { name: "openai traced", run: (count: number) => completeCalls(wrappedOpenai, count) },
];

const streams = [
  { name: "replicate", run: () => readStream(bare.client) },
  { name: "replicate traced", run: () => readStream(traced.client) },
  { name: "openai", run: () => readCompletion(bareOpenai.client) },
  { name: "openai traced", run: () => readCompletion(wrappedOpenai) },
];

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const delivered = async (): Promise<void> => {
  await flush();
  await settle();
};

console.log(`node ${process.version}, ${ROUNDS} rounds, interleaved; microseconds, median\n`);
report(
  "a call, no logger",
  await interleave(calls, { rounds: ROUNDS, count: CALLS, between: settle }),
);
report(
  "a stream's event, no logger",
  await interleave(streams, { rounds: ROUNDS, count: EVENTS, between: settle }),
);

initLogger({
  projectName: "bench",
  apiKey: "benchmark",
  appUrl: "http://collector.invalid",
  fetch: collect,
});
report(
  "a call, with a logger",
  await interleave(calls, { rounds: ROUNDS, count: CALLS, between: delivered }),
);
report(
  "a call, with a logger, its delivery included",
  await interleave(
    calls.map(({ name, run }) => ({ name, run: (count) => run(count).then(() => flush()) })),
    { rounds: ROUNDS, count: CALLS, between: delivered },
  ),
);
report(
  "a stream's event, with a logger",
  await interleave(streams, { rounds: ROUNDS, count: EVENTS, between: delivered }),
);

function report(title: string, timings: Timings): void {
  console.log(title);
  const ours = compare(timings, "replicate", "replicate traced");
  const theirs = compare(timings, "openai", "openai traced");
  console.log(line("run() / stream()", ours));
  console.log(line("wrapOpenAI", theirs));
  console.log(`  ours / theirs       ${(ours.added / theirs.added).toFixed(2)}\n`);
}

function line(name: string, { base, traced: after, added, low, high }: Difference): string {
  const numbers = [base, after, added].map((value) => value.toFixed(2).padStart(8)).join(" ");
  return `  ${name.padEnd(18)}${numbers}   (bare, traced, added; quartiles ${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** Braintrust's side of the wire, in process: takes everything. */
function collect(input: string | URL | Request): Promise<Response> {
  const url = String(input instanceof Request ? input.url : input);
  const body = url.endsWith("/login")
    ? { org_info: [{ id: "o", name: "o", api_url: "http://collector.invalid" }] }
    : url.includes("/project/register")
      ? { project: { id: "317f542e-ac01-86da-8166-b2fc223d0f98", name: "bench" } }
      : {};
  return Promise.resolve(Response.json(body));
}
