import { fileURLToPath } from "node:url";
import { createCollector, type CollectedRow, type Collector } from "braintrust-replicate-viewer";
import { createEmulator, file, type Emulator, type EmulatorModel } from "replicate-emulator";
import { onTestFinished } from "vitest";
import { startProcess, type RunningProcess } from "./processes.ts";

const CLI = fileURLToPath(new URL("../../../packages/gateway/dist/cli.js", import.meta.url));

/** A gateway in a process of its own. */
export interface GatewayProcess extends RunningProcess {
  /** Without `/v1`. */
  readonly url: string;
}

/** Replicate's and Braintrust's stand-ins, for programs in processes of their own. */
export interface SystemStage {
  readonly emulator: Emulator;
  readonly collector: Collector;
  /** Replicate's stand-in, without `/v1`. */
  readonly direct: string;
  readonly startGateway: (args?: readonly string[]) => Promise<GatewayProcess>;
  /** All rows, once so many have begun and ended: two replicas may send these in any order. */
  readonly rowsOf: (count: number) => Promise<readonly CollectedRow[]>;
  /** All rows, once so many have ended, whoever knew of their beginnings. */
  readonly endedRowsOf: (count: number) => Promise<readonly CollectedRow[]>;
}

const INPUTS = ["prompt"];

/** Models of every kind, which take no longer than they must. */
const MODELS: readonly EmulatorModel[] = [
  {
    name: "acme/text",
    official: true,
    streaming: true,
    script: {
      requiredInputs: INPUTS,
      steps: ["Once", " upon", " a", " time"].map((output) => ({ afterMs: 10, output })),
      metrics: { input_token_count: 3, output_token_count: 4 },
    },
  },
  {
    name: "acme/iterator",
    official: true,
    script: { steps: ["one ", "two ", "three"].map((output) => ({ afterMs: 300, output })) },
  },
  {
    name: "acme/pictures",
    official: true,
    script: { endMs: 20, output: [file("png"), file("png")] },
  },
  { name: "acme/film", official: true, script: { endMs: 20, output: file("mp4") } },
  { name: "acme/object", official: true, script: { output: { label: "heron", score: 0.5 } } },
  {
    name: "acme/failing",
    official: true,
    script: { endMs: 20, status: "failed", error: "The model ran out of memory" },
  },
  { name: "acme/slow", official: true, script: { endMs: 600_000, output: "never" } },
];

/** Starts both stand-ins, until the test is over. */
export async function startSystemStage(): Promise<SystemStage> {
  const emulator = createEmulator({
    models: MODELS,
    deployments: { "acme/deployment": "acme/text" },
  });
  const replicate = await emulator.listen();
  onTestFinished(() => replicate.close());
  const collector = createCollector();
  const braintrust = await collector.listen();
  onTestFinished(() => braintrust.close());
  const rowsThat = (
    fits: (row: CollectedRow) => boolean,
    count: number,
  ): Promise<readonly CollectedRow[]> =>
    collector.store.waitFor((rows) => rows.filter(fits).length >= count, { timeoutMs: 30_000 });
  return {
    emulator,
    collector,
    direct: replicate.origin,
    startGateway: async (args = []) => {
      const running = startProcess(
        process.execPath,
        [CLI, "--port", "0", "--upstream", replicate.origin, "--log-level", "warn", ...args],
        {
          BRAINTRUST_API_KEY: "local",
          BRAINTRUST_APP_URL: braintrust.url,
          BRAINTRUST_PROJECT: "system test",
        },
      );
      const [, url] = await running.printed(/REPLICATE_BASE_URL=(\S+)/);
      await running.printed(/Press Ctrl\+C/);
      return { ...running, url: url ?? "" };
    },
    rowsOf: (count) => rowsThat((row) => hasBegun(row) && hasEnded(row), count),
    endedRowsOf: (count) => rowsThat(hasEnded, count),
  };
}

function hasBegun(row: CollectedRow): boolean {
  return row.input != null;
}

function hasEnded(row: CollectedRow): boolean {
  return row.metrics?.["end"] !== undefined;
}
