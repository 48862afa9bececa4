import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCollector, type Listening } from "braintrust-replicate-viewer";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import manifest from "../../packages/tracing/package.json" with { type: "json" };
import { runApp, type AppResult } from "../support/run-app.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DOCTOR = join(ROOT, "packages/tracing/dist/esm/cli.js");
const KEY = "key-of-the-doctor";

let braintrust: Listening;
let silent: Server;

beforeAll(async () => {
  braintrust = await createCollector({ apiKey: KEY }).listen();
  // Takes connections and answers nothing.
  silent = createServer(() => {}).listen(0, "127.0.0.1");
  await once(silent, "listening");
});
afterAll(async () => {
  await braintrust.close();
  silent.close();
});

/** What an app is made of; a well one unless said. */
interface Fixture {
  readonly files?: Readonly<Record<string, string>>;
  /** Packages by folder: copies of real ones, or manifests of made-up ones. */
  readonly packages?: Readonly<Record<string, string | object>>;
  readonly manifest?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

const LIBRARY = join(ROOT, "packages/tracing");
const CLIENT = join(ROOT, "node_modules/replicate");
const SDK = { name: "braintrust", version: "3.35.0" };
const WELL = { "braintrust-replicate": LIBRARY, replicate: CLIENT, braintrust: SDK };
const START = { scripts: { start: "node --import braintrust-replicate/register app.mjs" } };

function makeApp({ files = {}, packages = WELL, manifest = START }: Fixture): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "doctor-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const all = { "package.json": JSON.stringify(manifest), "app.mjs": "", ...files };
  for (const [name, text] of Object.entries(all)) write(join(folder, name), text);
  for (const [name, from] of Object.entries(packages)) {
    const to = join(folder, "node_modules", name);
    if (typeof from === "object") write(join(to, "package.json"), JSON.stringify(from));
    else copyPackage(from, to);
  }
  return folder;
}

function copyPackage(from: string, to: string): void {
  const filter = (path: string): boolean => !/[\\/](?:src|test)$/.test(path);
  cpSync(from, to, { recursive: true, dereference: true, filter });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function consult(folder: string, { env = {}, args = ["app.mjs"] }: Fixture): Promise<AppResult> {
  const { PATH = "", HOME = "" } = process.env;
  const own = { BRAINTRUST_API_KEY: KEY, BRAINTRUST_APP_URL: braintrust.url };
  return runApp(DOCTOR, {
    args: ["doctor", ...args, "--timeout", "2"],
    cwd: folder,
    env: { PATH, HOME, NO_PROXY: "127.0.0.1", ...own, BRAINTRUST_PROJECT: "mine", ...env },
  });
}

it("says of a well app, in a few lines, that its calls are traced", async () => {
  const fixture = {};
  const { code, stdout, stderr } = await consult(makeApp(fixture), fixture);

  const stable = stdout
    .replace(process.version.slice(1), "<node>")
    .replace(braintrust.url, "<url>");
  expect(stable).toMatchInlineSnapshot(`
    "✓ Node <node>
    ✓ tracing is turned on: braintrust-replicate/register in the script \`start\`
    ✓ replicate 1.4.0 (node_modules/replicate): traced by the hook
    ✓ braintrust 3.35.0
    ✓ Braintrust at <url> accepts the key
    ✓ spans go to the project "mine", which is made with the first of them

    Calls to Replicate are traced.
    "
  `);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

const loader = fileURLToPath(new URL("../hook-faults/source-loader.mjs", import.meta.url));
const frozen = fileURLToPath(new URL("../hook-faults/frozen-modules.cjs", import.meta.url));

/** For each cause of silence, an app that has it and what the doctor says. */
const CAUSES: Readonly<Record<string, Fixture & { readonly says: RegExp; readonly code?: 0 }>> = {
  "nothing turns tracing on": { manifest: {}, says: /✗ nothing was found that turns tracing on/ },
  "the switch is off": {
    env: { BRAINTRUST_DISABLE_INSTRUMENTATION: "openai,replicate" },
    says: /✗ BRAINTRUST_DISABLE_INSTRUMENTATION turns tracing of Replicate off/,
  },
  "the library is not the app's": {
    packages: { replicate: CLIENT, braintrust: SDK },
    says: /✗ the app has no `braintrust-replicate`/,
  },
  "there is no client": {
    packages: { "braintrust-replicate": LIBRARY, braintrust: SDK },
    says: /✗ no copy of `replicate` is installed/,
  },
  "it is another client": {
    packages: { ...WELL, replicate: {}, "@ai-sdk/replicate": { name: "@ai-sdk/replicate" } },
    says: /✗ `@ai-sdk\/replicate` is another client .*\n {2}→ .*traceFetch/,
  },
  "the client is too old": {
    packages: { ...WELL, replicate: { name: "replicate", version: "0.24.0" } },
    says: /✗ replicate 0\.24\.0 \(node_modules\/replicate\) is outside of the supported versions\n {2}→ use replicate >=0\.25\.0 <2/,
  },
  "a second copy of it is too new": {
    packages: {
      ...WELL,
      painter: { name: "painter" },
      "painter/node_modules/images": { name: "replicate", version: "2.0.0" },
    },
    says: /✗ replicate 2\.0\.0 \(node_modules\/painter\/node_modules\/images\) is outside/,
  },
  "the client is in a bundle": {
    files: { "dist/server.js": bundleOfTheClient() },
    args: ["dist"],
    says: /✗ dist\/server\.js holds the code of the client, which the hook cannot see/,
  },
  "a loader hides it where it is imported": {
    env: { NODE_OPTIONS: `--import ${loader}` },
    says: /✗ replicate \S+ \(node_modules\/replicate\): (?:traced where it is required, but not where it is imported|not traced)/,
  },
  "the same, given by --import": {
    args: ["app.mjs", "--import", loader],
    says: /✗ replicate \S+ \(node_modules\/replicate\): (?:traced where it is required, but not where it is imported|not traced)/,
  },
  "nobody can see modules": {
    env: { NODE_OPTIONS: `--require ${frozen}` },
    says: /✗ replicate \S+ \(node_modules\/replicate\): not traced, because something keeps the hook from seeing modules/,
  },
  "Node does not start": {
    env: {},
    args: ["app.mjs", "--import", "./nothing-there.mjs"],
    says: /✗ Node does not start with the hook and these options: Error.*nothing-there/,
  },
  "Braintrust's SDK is missing": {
    packages: { "braintrust-replicate": LIBRARY, replicate: CLIENT },
    says: /✗ Braintrust's SDK is not installed/,
  },
  "Braintrust's SDK is too old": {
    packages: { ...WELL, braintrust: { name: "braintrust", version: "0.4.10" } },
    says: /✗ braintrust 0\.4\.10 is outside of the supported versions\n {2}→ use braintrust >=3\.1\.0 <4/,
  },
  "there is no key": {
    env: { BRAINTRUST_API_KEY: "" },
    says: /✗ BRAINTRUST_API_KEY is not set, and there is no \.env\.braintrust/,
  },
  "the nearest file has no key": {
    env: { BRAINTRUST_API_KEY: "" },
    files: { ".env.braintrust": "BRAINTRUST_PROJECT=mine\n" },
    says: /✗ BRAINTRUST_API_KEY is neither set nor in .*\.env\.braintrust/,
  },
  "the key is in a file that the app must load": {
    env: { BRAINTRUST_API_KEY: "" },
    files: { ".env": `BRAINTRUST_API_KEY=${KEY}\n` },
    says: /! BRAINTRUST_API_KEY is in \.env, which counts only where somebody loads/,
    code: 0,
  },
  "the key is refused": {
    env: { BRAINTRUST_API_KEY: "another-secret-key" },
    says: /✗ Braintrust at http:\/\/127\.0\.0\.1:\d+ refuses the key/,
  },
  "Braintrust is not there": {
    env: { BRAINTRUST_APP_URL: "http://127.0.0.1:9" },
    says: /✗ Braintrust at http:\/\/127\.0\.0\.1:9 cannot be reached/,
  },
  "its address is none": {
    env: { BRAINTRUST_APP_URL: "nowhere" },
    says: /✗ Braintrust at a URL that is none cannot be reached/,
  },
  "no project is named": {
    env: { BRAINTRUST_PROJECT: "" },
    says: /! no project is named, so spans go to `Global`/,
    code: 0,
  },
  "it is started with Bun": {
    manifest: { scripts: { start: "NODE_ENV=production bun app.mjs" } },
    says: /✗ the script `start` runs on Bun, which Node's options do not reach\n {2}→ bun --preload/,
  },
  "it is started with Deno": {
    manifest: { scripts: { start: "deno run -A app.mjs" } },
    says: /✗ the script `start` runs on Deno, which Node's options do not reach/,
  },
  "it runs on Workers": {
    files: { "wrangler.toml": "" },
    says: /✗ wrangler\.toml runs on Cloudflare Workers/,
  },
  "OpenLIT traces as well": {
    packages: { ...WELL, openlit: { name: "openlit", version: "1.15.0" } },
    says: /! OpenLIT's SDK patches `run` as well/,
    code: 0,
  },
  "two versions of the library": {
    packages: {
      ...WELL,
      painter: { name: "painter" },
      "painter/node_modules/braintrust-replicate": {
        name: "braintrust-replicate",
        version: "9.0.0",
      },
    },
    says: /! there are 2 versions of braintrust-replicate \(0\.1\.0, 9\.0\.0\)/,
    code: 0,
  },
};

describe("names the cause of silence:", () => {
  it.each(Object.keys(CAUSES))("%s", async (cause) => {
    const fixture = CAUSES[cause];
    if (fixture === undefined) throw new Error("there is no such cause");
    const { code, stdout, stderr } = await consult(makeApp(fixture), fixture);

    expect(stdout).toMatch(fixture.says);
    expect({ code, stderr }).toEqual({ code: fixture.code ?? 1, stderr: "" });
    expect(stdout).not.toContain(fixture.env?.["BRAINTRUST_API_KEY"] || KEY);
  });

  it("Braintrust does not answer", async () => {
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const fixture = { env: { BRAINTRUST_APP_URL: `http://127.0.0.1:${port}` } };
    const { code, stdout } = await consult(makeApp(fixture), fixture);

    expect(stdout).toContain("does not answer within 2 s");
    expect(code).toBe(1);
  });
});

it.each([
  [
    "a bundle that is traced",
    { "dist/server.js": `${bundleOfTheClient()}; wrapReplicate(client)` },
    "dist",
  ],
  [
    "code that wraps its client",
    { "app.mjs": 'import "./lib/client.js"', "lib/client.ts": "wrapReplicate(new Replicate())" },
    "app.mjs",
  ],
])("has nothing against %s", async (_, files, entry) => {
  const fixture = { files, manifest: {}, args: [entry] };
  const { code, stdout } = await consult(makeApp(fixture), fixture);

  expect(stdout).toContain("✓ tracing is turned on: wrapReplicate in");
  expect(code).toBe(0);
});

it("tells machines the same", async () => {
  const fixture = { env: { BRAINTRUST_API_KEY: "" }, args: ["app.mjs", "--json"] };
  const { code, report, stdout } = await consult(makeApp(fixture), fixture);

  expect(code).toBe(1);
  expect(report).toBe(undefined);
  expect(JSON.parse(stdout)).toEqual({
    ok: false,
    findings: expect.arrayContaining([
      {
        check: "client",
        level: "ok",
        message: expect.stringContaining("traced by the hook") as string,
      },
      {
        check: "key",
        level: "problem",
        message: expect.stringContaining("BRAINTRUST_API_KEY") as string,
        fix: expect.any(String) as string,
      },
    ]) as unknown[],
  });
});

it("tells its version", async () => {
  const { code, stdout } = await runApp(DOCTOR, { args: ["--version"], cwd: ROOT, env: {} });
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${manifest.version}\n` });
});

it.each([
  [
    ["--nonsense"],
    /Unknown option '--nonsense'; there are --import, --json, --timeout, --version and --help/,
  ],
  [["nothing-there.mjs"], /there is no file or folder nothing-there\.mjs/],
  [["app.mjs", "other.mjs"], /there is one entry; got 2/],
  [["--timeout", "soon"], /--timeout must be a number of seconds up to 600; got soon/],
])("refuses %s", async (args, message) => {
  const folder = makeApp({ packages: {} });
  const { code, stdout, stderr } = await runApp(DOCTOR, {
    args: ["doctor", ...args],
    cwd: folder,
    env: {},
  });

  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
});

function bundleOfTheClient(): string {
  const { outputFiles } = buildSync({
    stdin: { contents: 'module.exports = require("replicate")', resolveDir: ROOT },
    bundle: true,
    minify: true,
    platform: "node",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}
