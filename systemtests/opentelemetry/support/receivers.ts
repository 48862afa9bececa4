import {
  execFileSync,
  spawn,
  type ChildProcess,
  type ChildProcessByStdio,
} from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { virtualEnvironment } from "./virtual-environment.ts";

/** A span as a receiver understood it. */
export interface ReceivedSpan {
  readonly name: string;
  readonly isOfClient: boolean;
  readonly statusMessage: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a receiver has understood so far. */
export interface Received {
  readonly spans: readonly ReceivedSpan[];
  /** The name and the unit of each metric. */
  readonly metrics: readonly string[];
}

/** A receiver that prints what it gets. */
export interface Receiver {
  readonly url: string;
  /** Resolves with all that came, once enough of it has. */
  when(enough: (received: Received) => boolean): Promise<Received>;
}

/** Starts `oteltap`, which takes OTLP in protobuf and prints it as lines of JSON. */
export async function startTap(): Promise<Receiver> {
  const port = await freePort();
  const python = virtualEnvironment()("bin/python");
  const parameters = ["-u", "-m", "oteltap", "--port", String(port)];
  return receiver(spawn(python, parameters, PRINTING), port, readTap);
}

/** Starts `rotel`, a collector that takes OTLP in JSON and in protobuf and prints it as a text. */
export async function startCollector(): Promise<Receiver> {
  const inside = virtualEnvironment();
  const [http, grpc] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), "collector-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const find = "import rotel, pathlib; print(pathlib.Path(rotel.__file__).parent / 'rotel-agent')";
  const agent = execFileSync(inside("bin/python"), ["-c", find], { encoding: "utf8" }).trim();
  const parameters = [
    ["otlp-http-endpoint", `127.0.0.1:${http}`],
    ["otlp-grpc-endpoint", `127.0.0.1:${grpc}`],
    ["exporter", "blackhole"],
    ["debug-log", "traces"],
    ["debug-log", "metrics"],
    ["debug-log-verbosity", "detailed"],
    ["pid-file", join(folder, "pid")],
    ["log-file", join(folder, "log")],
  ] as const;
  const given = parameters.flatMap(([name, value]) => [`--${name}`, value]);
  const env = { PATH: process.env["PATH"], RUST_LOG: "info", NO_COLOR: "1" };
  return receiver(spawn(agent, ["start", ...given], { ...PRINTING, env }), http, readCollector);
}

const PRINTING: { stdio: ["ignore", "pipe", "inherit"] } = {
  stdio: ["ignore", "pipe", "inherit"],
};

async function receiver(
  child: ChildProcessByStdio<null, Readable, null>,
  port: number,
  read: (lines: readonly string[]) => Received,
): Promise<Receiver> {
  stopAfterwards(child);
  const lines: string[] = [];
  const printed = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  await listening(port);
  return {
    url: `http://127.0.0.1:${port}`,
    async when(enough) {
      while (!enough(read(lines))) await once(printed, "line");
      return read(lines);
    },
  };
}

interface TapLine {
  readonly name: string;
  readonly unit?: string;
  readonly kind?: number;
  readonly status?: { readonly message?: string };
  readonly attributes?: ReadonlyArray<{ readonly key: string; readonly value: TapValue }>;
}

type TapValue = Readonly<Record<string, unknown>> & {
  readonly arrayValue?: { readonly values: readonly TapValue[] };
};

function readTap(lines: readonly string[]): Received {
  const all = lines
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as TapLine);
  const spans = all.filter(({ unit }) => unit === undefined);
  return {
    spans: spans.map(({ name, kind, status, attributes = [] }) => ({
      name,
      isOfClient: kind === 3,
      statusMessage: status?.message ?? "",
      attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, tapValue(value)])),
    })),
    metrics: all.flatMap(({ name, unit }) => (unit === undefined ? [] : [`${name} ${unit}`])),
  };
}

function tapValue(value: TapValue): unknown {
  if (value.arrayValue) return value.arrayValue.values.map(tapValue);
  const { intValue } = value;
  return intValue === undefined ? Object.values(value)[0] : Number(intValue);
}

function readCollector(lines: readonly string[]): Received {
  const blocks = lines.join("\n").split(/^(?=(?:Span|Metric) #|(?:Resource|Scope)\w+ #)/m);
  const spans = blocks.filter((block) => block.startsWith("Span #"));
  const metrics = blocks.filter((block) => block.startsWith("Metric #"));
  return {
    spans: spans.map((block) => ({
      name: field(block, "Name"),
      isOfClient: field(block, "Kind") === "SPAN_KIND_CLIENT",
      statusMessage: field(block, "Status message"),
      attributes: Object.fromEntries(
        [...block.matchAll(/^ +-> (\S+): (.*)$/gm)].map(([, key = "", value = ""]) => [
          key,
          collectorValue(value),
        ]),
      ),
    })),
    metrics: metrics.map((block) => `${field(block, "Name")} ${field(block, "Unit")}`),
  };
}

function field(block: string, name: string): string {
  return new RegExp(`^[ \\->]*${name} *: ?(.*)$`, "m").exec(block)?.[1] ?? "";
}

function collectorValue(text: string): unknown {
  const [, type, value = ""] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  if (type === "Str") return value;
  if (type === "Slice") return value.split(", ").map(collectorValue);
  return type === "Bool" ? value === "true" : Number(value);
}

function stopAfterwards(child: ChildProcess): void {
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until somebody answers at a port of this machine. */
async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nobody listens at ${port}`);
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
