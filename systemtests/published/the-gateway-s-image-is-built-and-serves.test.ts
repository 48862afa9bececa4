import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createCollector } from "braintrust-replicate-viewer";
import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { afterAll, beforeAll, expect, it } from "vitest";
import manifest from "../../packages/gateway/package.json" with { type: "json" };
import { buildBaseImage } from "./support/base-image.ts";
import { ImageStore } from "./support/image-store.ts";
import { startPackageRegistry } from "./support/package-registry.ts";

const FOLDER = fileURLToPath(new URL("../../packages/gateway", import.meta.url));
const [, NODE_VERSION = ""] =
  /^FROM node:([\d.]+)-alpine$/m.exec(readFileSync(`${FOLDER}/Dockerfile`, "utf8")) ?? [];
const COMMAND = "braintrust-replicate-gateway";
const KEY = "a-key-that-is-long-enough-for-it";

const store = new ImageStore();
let container: string;

beforeAll(async () => {
  const registry = await startPackageRegistry();
  const base = { tag: "base", nodeVersion: NODE_VERSION, registry: registry.url };
  await buildBaseImage(store, base);
  await store.build(FOLDER, "gateway", "--from", "localhost/base");
  registry.close();
  container = await store.container("gateway");
});
afterAll(() => store.close());

it("says how it is run, as whom, and how its health is asked for", async () => {
  expect(await store.configOf("gateway")).toMatchObject({
    User: "1000",
    Entrypoint: [COMMAND],
    ExposedPorts: { "4780/tcp": {} },
    Healthcheck: { Test: ["CMD", "wget", "-q", "-O", "-", "http://127.0.0.1:4780/healthz"] },
  });
});

it("has this version of the gateway, on the Node that it names", async () => {
  expect(await store.run(container, COMMAND, "--version")).toMatchObject({
    code: 0,
    stdout: `${manifest.version}\n`,
  });
  const { stdout } = await store.run(container, "node", "--version");
  expect(stdout).toContain(`v${NODE_VERSION}`);
});

it("does not start without a key: it can be reached from outside", async () => {
  const { code, stderr } = await store.run(container, COMMAND);
  expect(code).not.toBe(0);
  expect(stderr).toContain("that needs --key and --secret as well");
});

it("is healthy, and makes a span of what passes", async () => {
  const replicate = await createEmulator({
    models: [{ name: "acme/text", official: true, script: { output: "Once upon a time" } }],
  }).listen();
  const collector = createCollector();
  const braintrust = await collector.listen();
  const settings = {
    BRAINTRUST_API_KEY: "local",
    BRAINTRUST_APP_URL: braintrust.url,
    BRAINTRUST_REPLICATE_GATEWAY_KEY: KEY,
    BRAINTRUST_REPLICATE_GATEWAY_SECRET: "a secret that the replicas share",
    BRAINTRUST_REPLICATE_GATEWAY_UPSTREAM: replicate.origin,
    BRAINTRUST_REPLICATE_GATEWAY_PUBLIC_URL: "http://127.0.0.1:4780",
  };
  store.start(container, settings, COMMAND);
  const health = ["wget", "-q", "-O", "-", "http://127.0.0.1:4780/healthz"];
  await expect
    .poll(() => store.run(container, ...health))
    .toMatchObject({ code: 0, stdout: expect.stringContaining('"ok"') as string });

  const client = new Replicate({ auth: "r8_x", baseUrl: `http://127.0.0.1:4780/k/${KEY}/v1` });
  expect(await client.run("acme/text", { input: { prompt: "the sea" } })).toBe("Once upon a time");
  const [row] = await collector.store.waitFor((rows) => rows.some(({ output }) => output != null), {
    timeoutMs: 30_000,
  });
  expect(row).toMatchObject({ input: { prompt: "the sea" }, output: "Once upon a time" });
  await Promise.all([replicate.close(), braintrust.close()]);
});
