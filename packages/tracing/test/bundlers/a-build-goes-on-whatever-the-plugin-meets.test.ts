import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replicateTracing } from "braintrust-replicate/esbuild";
import { replicateTracing as forRollup } from "braintrust-replicate/rollup";
import { replicateTracing as forWebpack } from "braintrust-replicate/webpack";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), "bundlers-"));
  said = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => void said.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Builds an app, and returns its bundle. */
async function built(app: string, external: readonly string[] = []): Promise<string> {
  writeFileSync(join(folder, "app.js"), app);
  await build({
    absWorkingDir: folder,
    entryPoints: ["app.js"],
    outfile: "out.js",
    bundle: true,
    external: [...external],
    plugins: [replicateTracing()],
    logLevel: "silent",
  });
  return readFileSync(join(folder, "out.js"), "utf8");
}

function installClient(module: string): string {
  const client = join(folder, "node_modules", "replicate");
  mkdirSync(client, { recursive: true });
  const manifest = { name: "replicate", version: "3.0.0", main: module };
  writeFileSync(join(client, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(client, module), "exports.Replicate = class { run() {} };");
  return join(client, module);
}

const IMPORT = 'import * as replicate from "replicate"; console.log(replicate);';

it("says nothing of an app that does not use the client", async () => {
  expect(await built("console.log(1);")).toContain("console.log(1)");
  expect(said).toEqual([]);
});

it("says once that a client is left out of the bundle", async () => {
  expect(await built(IMPORT, ["replicate"])).toContain('"replicate"');
  await built(IMPORT, ["replicate"]);
  expect(said).toEqual([
    "braintrust-replicate: `replicate` is not bundled (it is external), so this build does not trace it: start the app with `node --import braintrust-replicate/register` or wrap its client with `wrapReplicate`",
  ]);
});

it.each(["index.js", "main.js"])(
  "says that the client of a later version is bundled as it is, %s",
  async (module) => {
    const path = installClient(module);
    expect(await built(IMPORT)).toContain("run()");
    expect(said).toEqual([
      `braintrust-replicate: \`replicate\` is bundled as it is, because ${path} was not recognized or another plugin loads it; its clients are not traced: start the app with \`node --import braintrust-replicate/register\` or wrap its client with \`wrapReplicate\``,
    ]);
  },
);

it("leaves a bundler alone that it does not know, and says so", () => {
  replicateTracing().setup({} as never);
  forRollup().buildEnd.call({});
  forWebpack().apply({});
  forWebpack().apply({ options: { module: { rules: {} } } });
  expect(said.map((line) => line.slice(0, 72))).toEqual([
    "braintrust-replicate: this version of esbuild is not known, so this buil",
    "braintrust-replicate: this version of the bundler is not known, so this ",
    "braintrust-replicate: this version of webpack is not known, so this buil",
  ]);
});

it("leaves an import alone that leads nowhere, which is the bundler's to say", async () => {
  await expect(built(IMPORT)).rejects.toThrow('Could not resolve "replicate"');
});
