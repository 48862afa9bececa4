import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createViewer, type Viewer } from "braintrust-replicate-viewer";
import { createEmulator, type Emulator } from "replicate-emulator";
import { paintLandscape } from "./paint-landscape.ts";
import { STUDIO_MODELS } from "./studio-models.ts";

/** A viewer with its page, a Replicate that delivers files over https, and an app that runs. */
export interface Studio {
  readonly url: string;
  readonly viewer: Viewer;
  /** Replicate, for what goes wrong there. */
  readonly emulator: Emulator;
  /** Below it are the files that Replicate delivers. */
  readonly deliveryUrl: string;
  /** Runs the app with some of its steps, to its end. */
  run(...steps: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts all of it on loopback and in a directory of its own. */
export async function startStudio(): Promise<Studio> {
  const directory = mkdtempSync(join(tmpdir(), "viewer-page-"));
  const emulator = createEmulator({ models: [...STUDIO_MODELS] });
  const replicate = await emulator.listen({ tls: true });
  const { ca = "", origin } = replicate;
  const caPath = join(directory, "ca.pem");
  writeFileSync(caPath, ca);
  const viewer = createViewer({
    directory: join(directory, "traces"),
    trustedServers: [{ origin, ca }],
  });
  const served = await viewer.listen({ port: 0 });
  const environment = {
    BRAINTRUST_APP_URL: served.url,
    BRAINTRUST_API_URL: served.url,
    BRAINTRUST_API_KEY: "local",
    REPLICATE_API_TOKEN: "local",
    REPLICATE_BASE_URL: replicate.url,
    NODE_EXTRA_CA_CERTS: caPath,
    STUDIO_PICTURE: paintLandscape(3, 256).split(",")[1],
  };
  return {
    url: served.url,
    viewer,
    emulator,
    deliveryUrl: `${origin}/delivery`,
    run: (...steps) => runApp(steps, environment),
    close: async () => {
      await Promise.all([served.close(), replicate.close()]);
      viewer.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function runApp(
  steps: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const program = fileURLToPath(new URL("../programs/studio.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, ...steps], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data) => (said += String(data)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The app ended with ${code}: ${said}`));
    });
  });
}
