import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCollector, type RowStore } from "braintrust-replicate-viewer";
import { createEmulator, type Emulator, type EmulatorOptions } from "replicate-emulator";
import { compatModels } from "./compat-models.ts";

/** Replicate and Braintrust on loopback, for one program. */
export interface Services {
  readonly emulator: Emulator;
  readonly store: RowStore;
  /** What a program needs to find both. */
  readonly env: Readonly<Record<string, string>>;
  /** What must never reach Braintrust. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

const TOKEN = "r8_of_the_compatibility_program";
const KEY = "key-of-the-compatibility-program";

/** How both services are set up. */
export interface ServicesOptions extends EmulatorOptions {
  /** Whether Replicate's speaks TLS, because clients read files from nowhere else. Default true. */
  readonly tls?: boolean;
}

/** Starts both services. */
export async function startServices({
  tls = true,
  ...options
}: ServicesOptions = {}): Promise<Services> {
  const emulator = createEmulator({
    models: compatModels(),
    deployments: { "acme/writer": "demo/text" },
    ...options,
  });
  const collector = createCollector();
  const [replicate, braintrust] = await Promise.all([emulator.listen({ tls }), collector.listen()]);
  const folder = mkdtempSync(join(tmpdir(), "compat-"));
  const certificate = join(folder, "ca.pem");
  writeFileSync(certificate, replicate.ca ?? "");
  return {
    emulator,
    store: collector.store,
    env: {
      REPLICATE_API_TOKEN: TOKEN,
      REPLICATE_BASE_URL: replicate.url,
      BRAINTRUST_API_KEY: KEY,
      BRAINTRUST_APP_URL: braintrust.url,
      NODE_EXTRA_CA_CERTS: certificate,
    },
    secrets: [TOKEN, KEY, "/v1/streams/"],
    close: async () => {
      await Promise.all([replicate.close(), braintrust.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}
