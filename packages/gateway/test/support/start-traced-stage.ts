import { onTestFinished } from "vitest";
import { createCollector, type CollectedRow, type Collector } from "braintrust-replicate-viewer";
import {
  createEmulator,
  demoModels,
  type Emulator,
  type EmulatorModel,
  type EmulatorOptions,
} from "replicate-emulator";
import type { GatewayConfig } from "../../src/config/gateway-config.ts";
import type { Gateway } from "../../src/gateway.ts";
import { startTestGateway } from "./start-stage.ts";

/** Replicate's stand-in, Braintrust's stand-in, and gateways between them. */
export interface TracedStage {
  readonly emulator: Emulator;
  readonly collector: Collector;
  readonly gateways: readonly Gateway[];
  /** The first of them, with `/v1`. */
  readonly baseUrl: string;
  /** All rows, once so many of them have an end. */
  readonly ended: (count: number) => Promise<readonly CollectedRow[]>;
}

/** How a stage is set up. */
export interface TracedStageOptions {
  readonly emulator?: EmulatorOptions;
  readonly flags?: Readonly<Record<string, string>>;
  readonly config?: Partial<GatewayConfig>;
  readonly gateways?: number;
}

/** Models without the pauses of those for demos. */
const QUICK_MODELS: readonly EmulatorModel[] = [
  {
    name: "acme/text",
    official: true,
    streaming: true,
    script: {
      steps: ["Once", " upon", " a", " time"].map((output) => ({ afterMs: 5, output })),
      metrics: { input_token_count: 3, output_token_count: 4 },
    },
  },
  { name: "acme/failing", official: true, script: { status: "failed", error: "out of memory" } },
  { name: "acme/slow", official: true, script: { endMs: 600_000, output: "never" } },
  { name: "acme/quick", official: true, script: { output: { answer: 42 } } },
];

/** Starts all of it, until the test is over. */
export async function startTracedStage({
  emulator: emulatorOptions,
  flags,
  config,
  gateways: count = 1,
}: TracedStageOptions = {}): Promise<TracedStage> {
  const emulator = createEmulator({
    models: [...QUICK_MODELS, ...demoModels()],
    deployments: { "acme/deployment": "acme/text" },
    ...emulatorOptions,
  });
  const replicate = await emulator.listen();
  onTestFinished(() => replicate.close());
  const collector = createCollector();
  const braintrust = await collector.listen();
  onTestFinished(() => braintrust.close());
  const gateways: Gateway[] = [];
  for (let index = 0; index < count; index++) {
    gateways.push(
      await startTestGateway(replicate.origin, flags, {
        braintrustKey: "local",
        braintrustUrl: braintrust.url,
        ...config,
      }),
    );
  }
  const hasEnded = (row: CollectedRow): boolean => row.metrics?.["end"] !== undefined;
  return {
    emulator,
    collector,
    gateways,
    baseUrl: `${gateways[0]?.url}/v1`,
    ended: (number) =>
      collector.store.waitFor((rows) => rows.filter(hasEnded).length >= number, {
        timeoutMs: 10_000,
      }),
  };
}
