import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { quantile } from "./interleave.ts";

/**
 * What the viewer takes in and how fast it answers: a viewer in a process of its own, as its command
 * line starts it, and rows like those of Braintrust's SDK over HTTP from this one.
 */

const quick = process.argv.includes("--quick");
const EXECUTIONS = quick ? 10_000 : 100_000;
const ROWS_IN_BATCH = 100;
const AT_ONCE = 4;
const QUESTIONS = quick ? 5 : 20;

const CLI = fileURLToPath(new URL("../../packages/viewer/dist/cli.js", import.meta.url));
const MODELS = [
  "meta/meta-llama-3-70b-instruct",
  "black-forest-labs/flux-schnell",
  "openai/whisper",
];
const WORDS =
  "a grey heron stands in the quiet lake at dawn while ink dries on paper and the city sleeps below";
const PROJECT = { project_id: "11111111-2222-8333-8444-555555555555", log_id: "g" };

const directory = mkdtempSync(join(tmpdir(), "bench-viewer-"));
const viewer = spawn(
  process.execPath,
  [CLI, "--port", "0", "--dir", directory, "--max-size", "20GB"],
  {
    stdio: ["ignore", "pipe", "inherit"],
  },
);
try {
  const url = await addressOf();
  console.log(`node ${process.version}\n`);
  const batches = traces(EXECUTIONS);
  // The first ones warm up both processes.
  await send(url, batches.splice(0, 20));
  const rows = batches.length * ROWS_IN_BATCH;
  const busyBefore = processorSeconds();
  const seconds = await send(url, batches);
  const busy = processorSeconds() - busyBefore;
  console.log(`taken in: ${Math.round(rows / seconds)} rows/s, ${rows} rows, everything stored`);
  // On a machine that others use, too, this says more.
  console.log(`processor time of the viewer: ${Math.round((busy / rows) * 1e6)} µs for a row`);
  await ask(url, "first page", "/api/executions?limit=50");
  await ask(url, "first page of failed ones", "/api/executions?limit=50&status=failed");
  await ask(url, "values to filter by", "/api/facets");
  await ask(url, "search: a rare word", "/api/executions?limit=50&q=number4242");
  await ask(url, "search: a word of every execution", "/api/executions?limit=50&q=heron");
  await ask(
    url,
    "search: words and a filter",
    `/api/executions?limit=50&q=quiet+lake&model=${MODELS[1]}`,
  );
} finally {
  viewer.kill();
  rmSync(directory, { recursive: true, force: true });
}

/** What the viewer has used, from Linux's table of processes (proc(5)); not known elsewhere. */
function processorSeconds(): number {
  try {
    const stat = readFileSync(`/proc/${viewer.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

async function addressOf(): Promise<string> {
  for await (const line of createInterface({ input: viewer.stdout })) {
    const [, url] = /BRAINTRUST_APP_URL=(\S+)/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error("The viewer did not start");
}

/**
 * Bodies of batches: traces of one span of the app around four executions. The SDK merges what it
 * has not sent yet, so that three executions of four are one row, and one is two: start, then end.
 */
function traces(executions: number): string[] {
  const rows: object[] = [];
  for (let n = 0; n < executions; n += 4) {
    const root = `trace-${n}`;
    rows.push({ ...spanOf(root, root, n), metrics: { start: 1.7e9 + n, end: 1.7e9 + n + 9 } });
    for (let child = n; child < n + 4; child += 1) rows.push(...executionOf(child, root));
  }
  const batches: string[] = [];
  for (let first = 0; first + ROWS_IN_BATCH <= rows.length; first += ROWS_IN_BATCH) {
    const batch = rows.slice(first, first + ROWS_IN_BATCH);
    batches.push(JSON.stringify({ rows: batch, api_version: 2 }));
  }
  return batches;
}

function spanOf(id: string, root: string, n: number): object {
  return {
    id,
    span_id: id,
    root_span_id: root,
    span_attributes: { name: "order a picture", type: "task", exec_counter: n },
    created: "2026-11-27T00:00:00.000Z",
    ...PROJECT,
  };
}

function executionOf(n: number, root: string): readonly object[] {
  const id = `execution-${n}`;
  const identity = { ...spanOf(id, root, n), span_parents: [root], _is_merge: false };
  const start = {
    ...identity,
    span_attributes: { name: "replicate.run", type: "llm", exec_counter: n },
    metrics: { start: 1.7e9 + n },
    metadata: { provider: "replicate", model: MODELS[n % MODELS.length] },
    input: { prompt: `number${n} ${WORDS} ${WORDS}`, temperature: 0.7, max_tokens: 512 },
    context: { caller_filename: "/app/src/studio.ts", caller_lineno: 42 },
  };
  const end = {
    metrics: { end: 1.7e9 + n + 3, predict_time: 1.5, queue_time: 0.5, tokens: 120 },
    metadata: { prediction_id: `prediction${n}`, status: n % 50 === 0 ? "failed" : "succeeded" },
    output: `${WORDS} ${WORDS} ${WORDS}`,
  };
  if (n % 4 === 0) return [start, { id, ...PROJECT, ...end, _is_merge: true }];
  const metrics = { ...start.metrics, ...end.metrics };
  return [{ ...start, ...end, metrics, metadata: { ...start.metadata, ...end.metadata } }];
}

/** Posts some batches at a time, as an SDK does; answers how many seconds it took. */
async function send(url: string, batches: readonly string[]): Promise<number> {
  const started = performance.now();
  const left = batches.values();
  const post = async (): Promise<void> => {
    for (const body of left) {
      const response = await fetch(`${url}/logs3`, { method: "POST", body });
      if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, post));
  return (performance.now() - started) / 1_000;
}

async function ask(url: string, title: string, path: string): Promise<void> {
  const times: number[] = [];
  let found: number | undefined;
  for (let question = 0; question < QUESTIONS; question += 1) {
    const started = performance.now();
    const response = await fetch(`${url}${path}`);
    const answer = (await response.json()) as { readonly total?: number };
    times.push(performance.now() - started);
    found = answer.total;
  }
  times.sort((a, b) => a - b);
  const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)].map((ms) => ms.toFixed(1));
  const total = found === undefined ? "" : `, ${found} found`;
  console.log(
    `${title}: ${half} ms (95th percentile ${most}, first ${times[0]?.toFixed(1)})${total}`,
  );
}
