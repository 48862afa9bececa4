import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  buildTraceTrees,
  createViewer,
  renderTraceTree,
  terminalOptions,
} from "braintrust-replicate-viewer";
import type { Listening, Viewer } from "braintrust-replicate-viewer";
import { createEmulator } from "replicate-emulator";
import type { PredictionObject } from "replicate-emulator";
import { HELP, readMode, UsageError } from "./demo-options.ts";
import { missingSpans } from "./missing-spans.ts";
import { publicModels } from "./public-models.ts";

const BEFORE = `
A small app (demo/app.ts) calls Replicate and logs to Braintrust. Two servers on this machine stand
in for both, so nothing leaves it. The models are real public ones and answer with the examples of
their pages, only faster.
`;

const AFTER = `
Every execution became one complete span, the failed and the canceled one too. Two lines do the
same for your app, once it has called Braintrust's initLogger:

  import { wrapReplicate } from "braintrust-replicate";
  const replicate = wrapReplicate(new Replicate());

And npm start -- --live runs this app on Replicate itself and logs to Braintrust (some US cents).
`;

const STAY = `npm start -- --stay shows the trace on a page, too.\n`;

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  const mode = readMode(process.argv.slice(2), process.env);
  switch (mode) {
    case "help":
      console.log(HELP);
      return 0;
    case "live":
      return runLive();
    case "offline":
    case "stay":
      return runOffline(mode === "stay");
  }
}

async function runLive(): Promise<number> {
  console.log("\nA small app (demo/app.ts) calls Replicate and logs to Braintrust.\n");
  const code = await runApp(process.env);
  if (code === 0) {
    const { BRAINTRUST_APP_URL: home = "https://www.braintrust.dev" } = process.env;
    console.log(`\nIts trace is at ${home} in the project “Replicate demo”.\n`);
  }
  return code;
}

async function runOffline(stays: boolean): Promise<number> {
  console.log(BEFORE);
  const deployment = "studio/assistant";
  const emulator = createEmulator({
    deployments: { [deployment]: "meta/meta-llama-3-8b-instruct" },
  });
  // The page shows files, which Replicate serves over https only.
  const replicate = await emulator.listen({ tls: stays });
  const directory = mkdtempSync(join(tmpdir(), "replicate-demo-"));
  const viewer = createViewer({
    directory,
    trustedServers:
      replicate.ca === undefined ? [] : [{ origin: replicate.origin, ca: replicate.ca }],
    // Nothing leaves this machine: no other host has an address.
    resolve: () => Promise.resolve([]),
  });
  const braintrust = await listenForPage(viewer, stays);
  const certificate = join(directory, "emulator.pem");
  writeFileSync(certificate, replicate.ca ?? "");
  const app = runApp({
    ...withoutKeys(process.env),
    REPLICATE_API_TOKEN: "local",
    REPLICATE_BASE_URL: replicate.url,
    REPLICATE_DEPLOYMENT: deployment,
    BRAINTRUST_API_KEY: "local",
    BRAINTRUST_APP_URL: braintrust.url,
    BRAINTRUST_API_URL: braintrust.url,
    NO_PROXY: "127.0.0.1",
    ...(stays ? { NODE_EXTRA_CA_CERTS: certificate } : {}),
  });
  // Read while the app starts; its first request is answered only after this.
  for (const model of publicModels({ paintsItself: stays })) emulator.addModel(model);
  const appCode = await app;
  const code = tell(viewer, appCode, emulator.predictions.list());
  if (stays && code === 0) await untilInterrupted(braintrust.url);
  else if (code === 0 && process.stdout.isTTY) console.log(STAY);
  await Promise.all([replicate.close(), braintrust.close()]);
  viewer.close();
  rmSync(directory, { recursive: true, force: true });
  return code;
}

/** Prints what arrived, and what should have arrived and did not. */
function tell(viewer: Viewer, appCode: number, predictions: readonly PredictionObject[]): number {
  const rows = viewer.store.rows();
  const findAttachment = (key: string): ReturnType<typeof viewer.store.attachment> =>
    viewer.store.attachment(key);
  const look = { ...terminalOptions(process.stdout), attachment: findAttachment };
  console.log(`\nWhat arrived in Braintrust:\n\n${renderTraceTree(buildTraceTrees(rows), look)}`);
  const missing = missingSpans(predictions, rows);
  for (const problem of missing) console.error(`\n${problem}`);
  if (appCode !== 0 || missing.length > 0) return 1;
  console.log(AFTER);
  return 0;
}

/** The page has its usual port, if that is free. */
async function listenForPage(viewer: Viewer, stays: boolean): Promise<Listening> {
  if (!stays) return viewer.listen();
  return viewer.listen({ port: 4777 }).catch(() => viewer.listen());
}

async function untilInterrupted(url: string): Promise<void> {
  console.log(`The trace is on a page: ${url}\nCtrl-C ends it, and what was logged is removed.\n`);
  await once(process, "SIGINT");
}

/** Runs the app as a process of its own, as it would run anywhere; answers its exit code. */
function runApp(env: NodeJS.ProcessEnv): Promise<number> {
  const path = fileURLToPath(new URL("app.ts", import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, path], { env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** Settings meant for the real services must not steer a run without them. */
function withoutKeys(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter(([name]) => !/^(?:REPLICATE|BRAINTRUST)_/.test(name)));
}
