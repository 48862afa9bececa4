import { flush } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { heapUsed, size } from "./heap-used.ts";
import { logInProcess } from "./in-process-collector.ts";

const quick = process.argv.includes("--quick");
const EXECUTIONS = quick ? 30_000 : 100_000;
const EVENTS = quick ? 100_000 : 1_000_000;

/** As many as the library holds open, and remembers, unless told otherwise. */
const HELD = 10_000;
const INPUT = { prompt: "Please write a haiku about llamas", max_tokens: 128, temperature: 0.7 };

/** Predictions that are created and never looked at again. */
export async function abandonedPredictions(): Promise<string> {
  logInProcess();
  const client = answered((id) => ({ id, status: "starting", output: null }));
  const create = (): Promise<unknown> =>
    client.predictions.create({ model: "meta/meta-llama-3-8b-instruct", input: INPUT });
  await repeat(create, 500);
  const empty = await heapUsed();
  await repeat(create, HELD - 500);
  const full = await heapUsed();
  // Those that are given up are remembered as well, for what may be told of them later.
  await repeat(create, HELD);
  const remembered = await heapUsed();
  await repeat(create, EXECUTIONS - 2 * HELD);
  const end = await heapUsed();
  return [
    `${size((full - empty) / (HELD - 500))} for each open execution, at ${HELD} open: ${size(full - empty)}`,
    `${size((remembered - full) / HELD)} more for each that was given up, at ${HELD} remembered`,
    `${size(end - remembered)} more after ${EXECUTIONS} predictions`,
  ].join("\n");
}

/** Runs that settle, with Replicate's last word or without. */
export async function finishedRuns(status: "succeeded" | "processing"): Promise<string> {
  logInProcess();
  const metrics = status === "succeeded" ? { predict_time: 0.2, total_time: 0.3 } : undefined;
  const output = ["Fuzzy", ", gentle", " beasts"];
  const client = answered((id) => ({ id, status, output, metrics }));
  const run = (): Promise<unknown> => client.run("meta/meta-llama-3-8b-instruct", { input: INPUT });
  await repeat(run, 500);
  const empty = await heapUsed();
  await repeat(run, HELD - 500);
  const full = await heapUsed();
  await repeat(run, EXECUTIONS - HELD);
  const end = await heapUsed();
  return [
    `${size((full - empty) / (HELD - 500))} for each that is remembered, at ${HELD} remembered: ${size(full - empty)}`,
    `${size(end - full)} more after ${EXECUTIONS} runs`,
  ].join("\n");
}

/** What is kept of a stream while it is read. */
export async function longStream(): Promise<string> {
  logInProcess();
  // Text of any length, so that all of it is kept.
  const limits = { contentBytes: 1_000_000_000 };
  const traced = wrapReplicate(streaming(), { limits });
  await read(streaming());
  await read(traced);
  await flush();
  const bare = await read(streaming());
  const { held, written, text } = await read(traced);
  await flush();
  const settled = await heapUsed();
  await read(traced);
  await flush();
  const after = (await heapUsed()) - settled;
  return [
    `${size(text)} of text in ${EVENTS} events`,
    `${times(held - bare.held, text)} kept at the last of them`,
    `${times(written - bare.written, text)} once the end is with the SDK, which has a copy`,
    `${size(after)} after that was sent`,
  ].join("\n");
}

function times(bytes: number, text: number): string {
  return `${size(bytes)}, ${(bytes / text).toFixed(2)} times the text,`;
}

async function repeat(work: () => Promise<unknown>, times: number): Promise<void> {
  for (let time = 1; time <= times; time += 1) {
    await work();
    // The SDK's queue is not what is measured here.
    if (time % 500 === 0) await flush();
  }
  await flush();
}

let made = 0;

/** A traced client; every prediction has an id of its own. */
function answered(body: (id: string) => object): Replicate {
  const fetch = (): Promise<Response> => {
    made += 1;
    const id = `gm3qorzdhg${String(made).padStart(16, "0")}`;
    const urls = { get: `https://api.replicate.com/v1/predictions/${id}` };
    const prediction = { input: INPUT, logs: "", urls, created_at: "2026-01-01T00:00:00.000Z" };
    return Promise.resolve(Response.json({ ...prediction, ...body(id) }, { status: 201 }));
  };
  return wrapReplicate(new Replicate({ auth: "benchmark", fetch }));
}

const STREAM = "https://stream.replicate.com/v1/streams/streamstreamstreamstreamstream";
/** The client's own queue takes a time that grows with the square of this. */
const AT_ONCE = 16;
let delivered = 0;

/** A client whose streams go on only as they are read. */
function streaming(): Replicate {
  const fetch = (url: unknown): Promise<Response> => {
    if (url === STREAM) return Promise.resolve(new Response(events()));
    made += 1;
    const body = { id: `stream${made}`, status: "starting", input: {}, urls: { stream: STREAM } };
    return Promise.resolve(Response.json(body, { status: 201 }));
  };
  return new Replicate({ auth: "benchmark", fetch: fetch as typeof globalThis.fetch });
}

function events(): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let sent = 0;
  delivered = 0;
  return new ReadableStream({
    async pull(controller) {
      while (delivered < sent) await new Promise((resolve) => setImmediate(resolve));
      let text = "";
      for (let event = 0; event < AT_ONCE; event += 1, sent += 1) {
        text += `event: output\nid: ${1_700_000_000 + sent}:0\ndata: word${sent % 1000} \n\n`;
      }
      if (sent >= EVENTS) text += "event: done\ndata: {}\n\n";
      controller.enqueue(encoder.encode(text));
      if (sent >= EVENTS) controller.close();
    },
  });
}

interface Read {
  readonly text: number;
  /** The heap at the last event with text. */
  readonly held: number;
  /** The heap at `done`, when the span's end is with the SDK and waits to be sent. */
  readonly written: number;
}

/** Reads a stream, and looks at the heap in between. */
async function read(client: Replicate): Promise<Read> {
  let text = 0;
  let outputs = 0;
  let held = 0;
  let written = 0;
  const stream = client.stream("meta/meta-llama-3-8b-instruct", { input: {} });
  for await (const { event, data } of stream) {
    delivered += 1;
    if (event !== "output") {
      written = await heapUsed();
      continue;
    }
    text += data.length;
    outputs += 1;
    if (outputs === EVENTS) held = await heapUsed();
  }
  return { text, held, written };
}
