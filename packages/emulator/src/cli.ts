#!/usr/bin/env node
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { createEmulator, type Emulator } from "./emulator.ts";
import { demoModels } from "./model/demo-models.ts";
import { publicModel } from "./model/public-model.ts";
import { readPublicModels } from "./model/read-public-models.ts";
import type { Listening } from "./mount/listen.ts";

interface CliOptions {
  readonly port: number;
  readonly host: string;
  readonly tls?: true;
  readonly token?: string;
  readonly latency: number;
  readonly publicModels?: string;
}

const EXAMPLES = `
Examples:
  $ npx replicate-emulator
  $ npx replicate-emulator --port 0                 any free port
  $ npx replicate-emulator --tls                    HTTPS, so that clients can read output files
  $ npx replicate-emulator --token r8_local         refuse every other token with 401
  $ npx replicate-emulator --latency 150            answer 150 ms later
  $ npx replicate-emulator --public-models node_modules/all-the-public-replicate-models/models.json

It runs these models: ${demoModels()
  .map(({ name }) => name)
  .join(", ")}.
Your own models and faults on demand are a matter of a few lines of JavaScript: see the README.
`;

const program = new Command("replicate-emulator")
  .description("Replicate's HTTP API on this machine, for tests and demos. Nothing leaves it.")
  .version(emulatorVersion())
  .option("--port <number>", "port to listen on; 0 takes any free one", wholeNumber(65_535), 4790)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--tls", "serve HTTPS with a certificate made on the spot")
  .option("--token <token>", "the only API token to accept; any by default")
  .option("--latency <ms>", "milliseconds to wait before each answer", wholeNumber(600_000), 0)
  .option("--public-models <path>", "also run the public models of this file, by their version")
  .addHelpText("after", EXAMPLES)
  .allowExcessArguments(false);

await run(program.parse().opts<CliOptions>());

async function run(options: CliOptions): Promise<void> {
  const { port, host, tls, token, latency, publicModels } = options;
  const emulator = createEmulator({
    models: demoModels(),
    latencyMs: latency,
    deployments: { "demo/deployment": "demo/text" },
    ...(token === undefined ? {} : { token }),
  });
  if (publicModels !== undefined) await addPublicModels(emulator, publicModels);
  try {
    const listening = await emulator.listen({ port, host, tls: tls === true });
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void listening.close());
    }
    console.log(greeting(listening, token ?? "any"));
  } catch (error) {
    program.error(`error: cannot listen on ${host}:${port}: ${reasonOf(error)}`);
  }
}

function emulatorVersion(): string {
  // From `src` and from `dist` alike.
  const path = new URL("../package.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly version: string }).version;
}

/** With their schemas and examples, some 60 MB for all of them. */
async function addPublicModels(emulator: Emulator, path: string): Promise<void> {
  try {
    for await (const record of readPublicModels(path)) emulator.addModel(publicModel(record));
  } catch (error) {
    program.error(
      `error: option '--public-models <path>': ${reasonOf(error)} Expected: models.json of the npm package all-the-public-replicate-models.`,
    );
  }
}

function greeting({ url, origin, ca }: Listening, token: string): string {
  const certificate = ca === undefined ? undefined : saved(ca);
  const trust = certificate === undefined ? "" : ` --cacert ${certificate}`;
  return `Replicate's API is at ${url}
${noteOn(certificate)}
JavaScript:
  const replicate = new Replicate({ auth: "${token}", baseUrl: "${url}" });
  console.log(await replicate.run("demo/text", { input: { prompt: "the sea" } }));

Python (replicate 1.x; version 2 wants ${url}):
  export REPLICATE_API_TOKEN=${token} REPLICATE_BASE_URL=${origin}

curl:
  curl${trust} -H "Authorization: Bearer ${token}" -H "Prefer: wait" \\
    -d '{"input":{"prompt":"the sea"}}' ${url}/models/demo/text/predictions

Press Ctrl+C to stop.`;
}

function noteOn(certificate: string | undefined): string {
  if (certificate === undefined) {
    return "Output files have https URLs, which are not served here: use --tls to read them.\n";
  }
  return `
Trust its certificate, in Node and in Python:
  export NODE_EXTRA_CA_CERTS=${certificate} SSL_CERT_FILE=${certificate}
`;
}

function saved(ca: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "replicate-emulator-")), "ca.pem");
  writeFileSync(path, ca);
  return path;
}

function wholeNumber(max: number): (given: string) => number {
  return (given) => {
    const value = /^\d+$/.test(given) ? Number(given) : Infinity;
    if (value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from 0 to ${max}.`);
  };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return "the port is taken; --port 0 takes any free one";
  return error instanceof Error ? error.message : String(error);
}
