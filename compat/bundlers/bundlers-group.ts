import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { expectSame } from "../support/expect-same.ts";
import { runProgram } from "../support/run-program.ts";
import { playProgram } from "../where/play-program.ts";
import { BUNDLERS, buildApp, type Build, type Bundler } from "./build-app.ts";
import { checkTypes } from "./check-types.ts";
import { inConsumer } from "./consumer.ts";
import { expectMapped } from "./expect-mapped.ts";

type Work = (bundler: Bundler, folder: string) => Promise<unknown>;

const HOOK = ["--import", import.meta.resolve("braintrust-replicate/register")];

/** What is tried with each bundler, and whether it is part of the quick run. */
const CHECKS: Readonly<Record<string, { readonly quick?: boolean; readonly work: Work }>> = {
  production: {
    quick: true,
    work: (bundler, folder) => playBuilt(bundler, { folder, entry: "app.mjs" }),
  },
  development: {
    work: (bundler, folder) =>
      playBuilt(bundler, { folder, entry: "app.mjs", mode: "development" }),
  },
  "source map": { quick: true, work: expectMapped },
  "and wrapped": {
    work: (bundler, folder) => playBuilt(bundler, { folder, entry: "wrapped.mjs" }),
  },
  "and wrapped, below the hook": {
    work: (bundler, folder) => playBuilt(bundler, { folder, entry: "wrapped.mjs", node: HOOK }),
  },
  "two copies": { work: (bundler, folder) => playBuilt(bundler, { folder, entry: "oldest.mjs" }) },
  "external is said": { work: expectSaid },
};

/** The bundlers of the quick run. */
const QUICK: readonly Bundler[] = [BUNDLERS.esbuild, BUNDLERS.vite, BUNDLERS.webpack];

/** Apps that are bundled with the plugins. */
export const BUNDLERS_GROUP: CheckGroup = {
  name: "bundlers",
  about:
    "The scenario from the output of each bundler, with its plugin and no line of code in the app: production and development builds, source maps that still hold, one span although the app wraps its client, two copies of the client; and that a build says so when it leaves the client out.",
  run: ({ quick }) =>
    inConsumer("bundlers", async (folder) => {
      const checks: Check[] = [];
      for (const bundler of quick ? QUICK : Object.values(BUNDLERS)) {
        for (const [check, { quick: isQuick = false, work }] of Object.entries(CHECKS)) {
          if (quick && !isQuick) continue;
          const problems = await problemsOf(async () => void (await work(bundler, folder)));
          checks.push({ subject: bundler.name, check, problems });
        }
      }
      if (quick) return checks;
      return [...checks, ...(await checkDevelopment(folder)), await checkTypes(folder)];
    }),
};

async function playBuilt(
  bundler: Bundler,
  { node = [], ...build }: Build & { readonly node?: readonly string[] },
): Promise<void> {
  const { output, stderr } = await buildApp(bundler, build);
  expectSame(complaints(stderr), [], "what the plugin said");
  await playProgram({ args: [...node, output], folder: build.folder });
}

/** A build that leaves the client out goes on, and says once that nothing is traced. */
async function expectSaid(bundler: Bundler, folder: string): Promise<void> {
  const external = "replicate,braintrust";
  const { stderr } = await buildApp(bundler, { folder, entry: "app.mjs", external });
  const said = complaints(stderr);
  if (said.length !== 1 || said[0]?.includes("`replicate` is not bundled") !== true) {
    throw new Error(`this was said: ${stderr}`);
  }
}

function complaints(stderr: string): readonly string[] {
  return stderr.split("\n").filter((line) => line.includes("braintrust-replicate:"));
}

/** While developing, the app's server is the process of Vite, and packages are bundled for browsers. */
async function checkDevelopment(folder: string): Promise<readonly Check[]> {
  const env = { ENTRY: "src/app.mjs", MODE: "development" };
  const server = await problemsOf(
    async () => void (await playProgram({ args: ["vite-dev.mjs"], folder, env })),
  );
  const browser = await problemsOf(async () => {
    const args = ["vite-dev-browser.mjs"];
    const { code, stdout, stderr } = await runProgram({ args, folder, env });
    expectSame({ code, said: complaints(stderr) }, { code: 0, said: [] }, "the server's end");
    if (!stdout.includes("traceBundled(module.exports)")) throw new Error("it is not traced");
  });
  const subject = "Vite, while developing";
  return [
    { subject, check: "server", problems: server },
    { subject, check: "browser", problems: browser },
  ];
}
