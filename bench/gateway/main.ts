import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LoadPlan, LoadResult } from "./load.ts";
import {
  cpuMilliseconds,
  residentMegabytes,
  runScript,
  startProgram,
  startServer,
  stopAll,
  type Started,
} from "./processes.ts";
import type { StreamPlan, StreamResult } from "./stream-load.ts";

/** One way to Replicate. */
interface Way {
  readonly name: string;
  readonly port: number;
  readonly pid: number | undefined;
  readonly request: string;
}

const quick = process.argv.includes("--quick");
const ROUNDS = quick ? 3 : 7;
const MILLISECONDS = quick ? 1_000 : 2_000;
const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
const PORTKEY = `${REPOSITORY}bench/gateway/portkey/node_modules`;

const BODY =
  '{"input":{"prompt":"Write a short poem about a heron at dawn","max_tokens":64,"temperature":0.6}}';

function create(port: number, more = ""): string {
  return (
    `POST /v1/models/meta/meta-llama-3-8b-instruct/predictions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
    `Authorization: Bearer r8_bench\r\nContent-Type: application/json\r\nPrefer: wait\r\n${more}` +
    `Content-Length: ${BODY.length}\r\n\r\n${BODY}`
  );
}

function poll(port: number): string {
  return (
    `GET /v1/predictions/p0000000000000000000000000 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
    "Authorization: Bearer r8_bench\r\n\r\n"
  );
}

async function startGateway(upstream: string, braintrust: string | undefined): Promise<Started> {
  const env = {
    BRAINTRUST_API_KEY: braintrust === undefined ? "" : "bench",
    BRAINTRUST_APP_URL: braintrust ?? "",
  };
  const cli = `${REPOSITORY}packages/gateway/dist/cli.js`;
  const args = [cli, "--port", "0", "--upstream", upstream, "--log-level", "warn"];
  const child = startProgram(process.execPath, args, env);
  const port = await new Promise<number>((resolve) => {
    child.stdout?.on("data", (piece: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(piece.toString())?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });
  return { port, pid: child.pid ?? 0 };
}

async function startPortkey(): Promise<Started | undefined> {
  const program = `${PORTKEY}/@portkey-ai/gateway/build/start-server.js`;
  if (!existsSync(program)) {
    console.log("Portkey is left out: npm ci --prefix bench/gateway/portkey installs it.");
    return undefined;
  }
  const port = 18_787;
  const child = startProgram(`${PORTKEY}/node-24/bin/node`, [program, `--port=${port}`], {});
  child.stdout?.resume();
  for (let attempt = 0; attempt < 100; attempt++) {
    const answers = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answers) return { port, pid: child.pid ?? 0 };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Portkey did not start");
}

async function load(way: Way, connections: number, milliseconds: number): Promise<LoadResult> {
  const plan = { port: way.port, request: way.request, connections, milliseconds };
  const result = await runScript<LoadPlan, LoadResult>("load", plan);
  if (result.failures > 0) throw new Error(`${way.name}: ${result.failures} requests failed`);
  return result;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function compare(ways: readonly Way[], connections: number): Promise<void> {
  const results = new Map<string, LoadResult[]>(ways.map(({ name }) => [name, []]));
  const cpu = new Map<string, number[]>(ways.map(({ name }) => [name, []]));
  for (const way of ways) await load(way, connections, 1_000);
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < ways.length; turn++) {
      const way = ways[(turn + round) % ways.length];
      if (way === undefined) continue;
      const before = way.pid === undefined ? 0 : cpuMilliseconds(way.pid);
      const result = await load(way, connections, MILLISECONDS);
      if (way.pid !== undefined) {
        const used = cpuMilliseconds(way.pid) - before;
        cpu.get(way.name)?.push((used * 1000) / result.requests);
      }
      results.get(way.name)?.push(result);
    }
  }
  console.log(
    `\n${connections} connection${connections === 1 ? "" : "s"}, medians of ${ROUNDS} rounds:`,
  );
  console.log(
    "| way | requests/s | p50 ms | p99 ms | its CPU µs a request |\n|---|---|---|---|---|",
  );
  for (const { name } of ways) {
    const of = (pick: (result: LoadResult) => number): number =>
      median((results.get(name) ?? []).map(pick));
    const micros = median(cpu.get(name) ?? []);
    console.log(
      `| ${name} | ${Math.round(of((one) => one.perSecond))} | ${of((one) => one.p50).toFixed(3)} | ` +
        `${of((one) => one.p99).toFixed(2)} | ${micros === 0 ? "" : Math.round(micros)} |`,
    );
  }
}

async function compareStreams(direct: string, gateway: string): Promise<void> {
  const streams = 200;
  console.log(`\n${streams} streams at once, milliseconds from sending an event to reading it:`);
  console.log(
    "| round | direct p50 | direct p99 | gateway p50 | gateway p99 |\n|---|---|---|---|---|",
  );
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const [one, other] = [
      await runScript<StreamPlan, StreamResult>("stream-load", { base: direct, streams }),
      await runScript<StreamPlan, StreamResult>("stream-load", { base: gateway, streams }),
    ];
    const numbers = [one.p50, one.p99, other.p50, other.p99].map((ms) => ms.toFixed(2));
    console.log(`| ${round + 1} | ${numbers.join(" | ")} |`);
  }
}

async function endedRows(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/count`);
  return ((await answer.json()) as { ended: number }).ended;
}

async function measureMemory(gateway: Started, braintrust: number): Promise<void> {
  const way = {
    name: "memory",
    port: gateway.port,
    pid: gateway.pid,
    request: create(gateway.port),
  };
  let requests = 0;
  let most = 0;
  const target = quick ? 20_000 : 100_000;
  while (requests < target) {
    requests += (await load(way, 32, 2_000)).requests;
    most = Math.max(most, residentMegabytes(gateway.pid));
  }
  console.log(
    `\nResident after ${requests} traced executions: ${residentMegabytes(gateway.pid).toFixed(0)} MB, ` +
      `at most ${most.toFixed(0)} MB; rows with an end at Braintrust: ${await endedRows(braintrust)}`,
  );
}

try {
  const upstream = await startServer("upstream");
  const braintrust = await startServer("braintrust");
  const origin = `http://127.0.0.1:${upstream.port}`;
  const proxy = await startServer("plain-proxy", origin);
  const portkey = await startPortkey();
  const gateway = await startGateway(origin, `http://127.0.0.1:${braintrust.port}`);
  const untraced = await startGateway(origin, undefined);
  const viaPortkey = `x-portkey-provider: replicate\r\nx-portkey-custom-host: ${origin}/v1\r\n`;
  const ways: readonly Way[] = [
    { name: "direct", port: upstream.port, pid: undefined, request: create(upstream.port) },
    { name: "untraced proxy", ...proxy, request: create(proxy.port) },
    ...(portkey === undefined
      ? []
      : [{ name: "Portkey", ...portkey, request: create(portkey.port, viaPortkey) }]),
    { name: "gateway, nothing recorded", ...untraced, request: create(untraced.port) },
    { name: "gateway, traced and delivered", ...gateway, request: create(gateway.port) },
    { name: "gateway, polls", ...gateway, request: poll(gateway.port) },
  ];
  await compare(ways, 1);
  await compare(ways, 32);
  await compareStreams(`${origin}/v1`, `http://127.0.0.1:${gateway.port}/v1`);
  // One that has only done this: what it holds is what these requests cost.
  const fresh = await startGateway(origin, `http://127.0.0.1:${braintrust.port}`);
  await measureMemory(fresh, braintrust.port);
} finally {
  stopAll();
}
