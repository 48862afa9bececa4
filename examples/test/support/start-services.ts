import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createCollector, type CollectedRow, type Collector } from "braintrust-replicate-viewer";
import { createEmulator, type Emulator } from "replicate-emulator";
import { onTestFinished } from "vitest";
import { exampleModels } from "./example-models.ts";

/** Replicate and Braintrust on loopback, and a way to run examples against them. */
export interface Services {
  readonly emulator: Emulator;
  readonly collector: Collector;
  /** Starts a program, by its path from `examples/`; it may run on. */
  start(path: string, options?: StartOptions): RunningExample;
  /** Rows of this span name, in the order of their arrival. */
  rowsNamed(name: string): readonly CollectedRow[];
}

/** How an example is started. */
export interface StartOptions {
  readonly args?: readonly string[];
  /** A module to load first, by its path from `examples/`. */
  readonly preload?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How an example ended. */
export interface ExampleEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An example in a process of its own. */
export interface RunningExample {
  readonly process: ChildProcess;
  /** The first line of what it printed. */
  readonly firstLine: Promise<string>;
  readonly ended: Promise<ExampleEnd>;
}

/** Starts both services until the test is over. */
export async function startServices(): Promise<Services> {
  const emulator = createEmulator({ models: exampleModels() });
  const collector = createCollector();
  const [replicate, braintrust] = await Promise.all([emulator.listen(), collector.listen()]);
  onTestFinished(async () => {
    await Promise.all([replicate.close(), braintrust.close()]);
  });
  const services = {
    ...environmentOfNobody(),
    REPLICATE_API_TOKEN: "r8_of_the_examples",
    REPLICATE_BASE_URL: replicate.url,
    BRAINTRUST_API_KEY: "key-of-the-examples",
    BRAINTRUST_APP_URL: braintrust.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: braintrust.url,
    OTEL_METRICS_EXPORTER: "none",
    OTEL_LOGS_EXPORTER: "none",
  };
  return {
    emulator,
    collector,
    start: (path, options = {}) =>
      startExample(path, { ...options, env: { ...services, ...options.env } }),
    rowsNamed: (name) => collector.store.rows().filter((row) => row.span_attributes?.name === name),
  };
}

function startExample(
  path: string,
  { args = [], preload, cwd, env }: StartOptions,
): RunningExample {
  // Programs in JavaScript run as they would for anybody.
  const imports = [
    ...(path.endsWith(".ts") ? ["tsx"] : []),
    ...(preload === undefined ? [] : [inExamples(preload)]),
  ];
  const child = spawn(
    process.execPath,
    [...imports.map((module) => `--import=${module}`), inExamples(path), ...args],
    { env, cwd },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const [line = "", ...more] = stdout.split("\n");
      if (more.length > 0) resolve(line);
    });
  });
  const ended = new Promise<ExampleEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, firstLine, ended };
}

function inExamples(path: string): string {
  return resolve(fileURLToPath(new URL("../../", import.meta.url)), path);
}

/** This process's environment without what would steer an example. */
function environmentOfNobody(): NodeJS.ProcessEnv {
  const steering = /^(?:REPLICATE|BRAINTRUST|NODE|VITEST|npm)_|^(?:PORT|QUEUE|DEBUG)$/i;
  const entries = Object.entries(process.env).filter(([name]) => !steering.test(name));
  return { ...Object.fromEntries(entries), NO_COLOR: "1", NO_PROXY: "127.0.0.1" };
}
