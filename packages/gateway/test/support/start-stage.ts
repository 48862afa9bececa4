import { onTestFinished } from "vitest";
import {
  createEmulator,
  demoModels,
  type Emulator,
  type EmulatorOptions,
} from "replicate-emulator";
import type { GatewayConfig } from "../../src/config/gateway-config.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { startGateway, type Gateway } from "../../src/gateway.ts";

/** Replicate's stand-in, and a gateway in front of it. */
export interface Stage {
  readonly emulator: Emulator;
  /** Replicate's stand-in, without `/v1`. */
  readonly direct: string;
  readonly gateway: Gateway;
}

/** Flags for a gateway in a test: any port, and silent. */
const QUIET = { port: "0", logLevel: "silent" };

/** Starts a gateway in front of any upstream, until the test is over. */
export async function startTestGateway(
  upstream: string,
  flags: Readonly<Record<string, string>> = {},
  overrides: Partial<GatewayConfig> = {},
): Promise<Gateway> {
  const config = readConfig({ flags: { ...QUIET, upstream, ...flags }, environment: {} });
  const gateway = await startGateway({ ...config, drainSeconds: 0, ...overrides });
  onTestFinished(() => gateway.close());
  return gateway;
}

/** Starts both. */
export async function startStage(
  options: EmulatorOptions = {},
  flags: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const emulator = createEmulator({
    models: demoModels(),
    deployments: { "demo/deployment": "demo/text" },
    ...options,
  });
  const listening = await emulator.listen();
  onTestFinished(() => listening.close());
  const gateway = await startTestGateway(listening.origin, flags);
  return { emulator, direct: listening.origin, gateway };
}
