import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { flush } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { logInProcess } from "./in-process-collector.ts";
import { quantile } from "./interleave.ts";

const ROUNDS = process.argv.includes("--quick") ? 5 : 15;

/** Ten megabytes of an answer. */
const FILE = `data:image/png;base64,${Buffer.alloc(7_500_000, "picture").toString("base64")}`;
const TEN = Array.from({ length: 10 }, () => FILE.slice(0, 1_000_000));
const SMALL = `data:image/png;base64,${Buffer.alloc(75, "picture").toString("base64")}`;

interface Timed {
  /** Until the caller has its result. */
  readonly result: number;
  /** The longest time that nothing else could run, from then on until the rows are with the SDK. */
  readonly block: number;
}

/** A run whose output is one file, inline. */
export async function largeFile(): Promise<string> {
  logInProcess();
  const lines = [];
  for (const [name, uri] of [
    ["100 bytes", SMALL],
    ["10 MB", FILE],
    ["10 files of 1 MB", TEN],
  ] as const) {
    const bare = client(uri);
    const traced = wrapReplicate(client(uri));
    const timings = { bare: [] as Timed[], traced: [] as Timed[] };
    for (let round = 0; round < ROUNDS + 3; round += 1) {
      timings.bare.push(await timed(bare));
      timings.traced.push(await timed(traced));
      await flush();
    }
    const [without, with_] = [timings.bare, timings.traced].map((all) => all.slice(3));
    lines.push(
      `${name}: result after ${median(without, "result")} ms bare, ${median(with_, "result")} ms traced`,
      `${name}: longest block afterwards ${median(without, "block")} ms bare, ${median(with_, "block")} ms traced`,
    );
  }
  return lines.join("\n");
}

/** What predictions that stay open would keep the process alive for. */
export async function openHandles(): Promise<string> {
  logInProcess();
  let made = 0;
  const fetch = (): Promise<Response> => {
    made += 1;
    return Promise.resolve(Response.json({ id: `open${made}`, status: "starting" }));
  };
  const create = async (replicate: Replicate): Promise<number> => {
    await replicate.predictions.create({ model: "acme/model", input: {} });
    await flush();
    return process.getActiveResourcesInfo().length;
  };
  const bare = await create(new Replicate({ auth: "benchmark", fetch }));
  const traced = wrapReplicate(new Replicate({ auth: "benchmark", fetch }));
  for (let count = 0; count < 100; count += 1) await create(traced);
  return `${(await create(traced)) - bare} handles for 101 open predictions`;
}

/** Milliseconds of loading the library, each time in a fresh process. */
export async function importTime(how: "import" | "require"): Promise<string> {
  const load =
    how === "import" ? `await import("braintrust-replicate")` : `require("braintrust-replicate")`;
  const type = how === "import" ? "module" : "commonjs";
  const program = `const start = performance.now(); ${load}; console.log(performance.now() - start);`;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const parameters = [`--input-type=${type}`, "--eval", program];
    const { stdout } = await promisify(execFile)(process.execPath, parameters);
    times.push(Number(stdout));
  }
  return `${quantile(times, 0.5).toFixed(1)} ms, the median of ${ROUNDS}; ${Math.min(...times).toFixed(1)} at best`;
}

function median(timings: readonly Timed[] | undefined, what: keyof Timed): string {
  return quantile(
    (timings ?? []).map((timing) => timing[what]),
    0.5,
  ).toFixed(2);
}

function client(output: string | readonly string[]): Replicate {
  const body = JSON.stringify({ id: "x", status: "processing", input: {}, output });
  let made = 0;
  const fetch = (): Promise<Response> => {
    made += 1;
    return Promise.resolve(new Response(body.replace('"x"', `"file${made}"`), { status: 201 }));
  };
  return new Replicate({ auth: "benchmark", fetch, useFileOutput: false });
}

async function timed(replicate: Replicate): Promise<Timed> {
  const start = performance.now();
  await replicate.run("acme/model", { input: {} });
  const result = performance.now() - start;
  let block = 0;
  let last = performance.now();
  for (const until = last + 60; last < until;) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = performance.now();
    block = Math.max(block, now - last);
    last = now;
  }
  return { result, block };
}
