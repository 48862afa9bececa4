import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { createCollector, type Collector, type CollectedRow } from "braintrust-replicate-viewer";
import { createEmulator, type Emulator, type EmulatorOptions } from "replicate-emulator";
import { runApp, type AppOptions, type AppResult } from "./run-app.ts";
import { scenarioModels } from "./models.ts";
import { WrittenRowsStore } from "./written-rows-store.ts";

/** How an app is run; its variables are added to those of the scenario. */
export interface RunOptions extends Omit<AppOptions, "env"> {
  readonly env?: Readonly<Record<string, string>>;
}

/** Replicate and Braintrust on loopback, and the apps of one folder that use them. */
export interface Scenario {
  readonly emulator: Emulator;
  readonly collector: Collector;
  readonly store: WrittenRowsStore;
  /** The scenario's folder. */
  readonly folder: URL;
  /** The keys of both services. */
  readonly secrets: readonly string[];
  /** The environment of its apps. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs an app of the folder, or of another one by its whole path, until it ends. */
  run(app: string, options?: RunOptions): Promise<AppResult>;
  /** Frees the ports. */
  close(): Promise<void>;
}

/** How the two services are set up. */
export interface ScenarioOptions {
  readonly emulator?: EmulatorOptions;
  /** Serve the emulator over TLS with this file for its certificate, so that files can be read. */
  readonly certificate?: (ca: string) => string;
}

const REPLICATE_API_TOKEN = "r8_of_the_scenario";
const BRAINTRUST_API_KEY = "key-of-the-scenario";

/**
 * Starts both services for a scenario.
 *
 * @param here - The `import.meta.url` of the scenario's test.
 */
export async function startScenario(
  here: string,
  options: ScenarioOptions = {},
): Promise<Scenario> {
  const emulator = createEmulator({
    models: scenarioModels(),
    deployments: { "acme/writer": "demo/text" },
    ...options.emulator,
  });
  const store = new WrittenRowsStore();
  const collector = createCollector({ store });
  const [replicate, braintrust] = await Promise.all([
    emulator.listen({ tls: options.certificate !== undefined }),
    collector.listen(),
  ]);
  const services = {
    ...environmentOfNobody(),
    REPLICATE_API_TOKEN,
    REPLICATE_BASE_URL: replicate.url,
    BRAINTRUST_API_KEY,
    BRAINTRUST_APP_URL: braintrust.url,
    ...(options.certificate === undefined || replicate.ca === undefined
      ? {}
      : { NODE_EXTRA_CA_CERTS: options.certificate(replicate.ca) }),
  };
  const folder = new URL(".", here);
  return {
    emulator,
    collector,
    store,
    folder,
    secrets: [REPLICATE_API_TOKEN, BRAINTRUST_API_KEY],
    env: services,
    run: (app, { env = {}, ...options } = {}) =>
      runApp(isAbsolute(app) ? app : fileURLToPath(new URL(app, folder)), {
        ...options,
        env: { ...services, ...env },
      }),
    close: async () => {
      await Promise.all([replicate.close(), braintrust.close()]);
    },
  };
}

/** Whether a row is a span of ours, by what it says of its origin. */
export function isTraced(row: CollectedRow): boolean {
  const origin = row.context?.["span_origin"];
  return JSON.stringify(origin ?? {}).includes('"instrumentation":{"name":"braintrust-replicate"}');
}

/** This process's environment without what would steer an app. */
function environmentOfNobody(): NodeJS.ProcessEnv {
  const steering = /^(?:REPLICATE|BRAINTRUST|NODE|VITEST|npm)_|^(?:DEBUG|FORCE_COLOR|CI)$/i;
  const entries = Object.entries(process.env).filter(([name]) => !steering.test(name));
  return { ...Object.fromEntries(entries), NO_COLOR: "1", NO_PROXY: "127.0.0.1" };
}
