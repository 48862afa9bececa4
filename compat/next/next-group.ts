import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkTypes } from "../bundlers/check-types.ts";
import { inConsumer } from "../bundlers/consumer.ts";
import { problemsOf, type Check, type CheckGroup } from "../support/check.ts";
import { runProgram } from "../support/run-program.ts";
import { playScenario } from "../where/play-scenario.ts";
import { serveNext } from "./serve-next.ts";

/** Where the client is used, as routes of the app in `consumers/next`. */
const ROUTES = {
  "App Router": "/api/node",
  Pages: "/api/pages-node",
  "App Router, edge": "/api/edge",
  "Pages, edge": "/api/pages-edge",
} as const;

/** The routes on the edge. */
const EDGE_FILES = ["app/api/edge/route.js", "pages/api/pages-edge.js"];

/** How the app is traced, by the settings that the app chooses by `WAY`. */
const WAYS = { plugin: "withReplicateTracing", instrumentation: "instrumentation.ts" } as const;

const BUNDLERS = { Turbopack: [], webpack: ["--webpack"] } as const;

/** Where the scenario is played: bundler and way, and the routes that are asked. */
interface Variant {
  readonly bundler: keyof typeof BUNDLERS;
  readonly way: keyof typeof WAYS;
  readonly withEdge: boolean;
}

const VARIANTS: readonly Variant[] = [
  { bundler: "Turbopack", way: "plugin", withEdge: true },
  // What runs on the edge is in a bundle, out of reach of the hook.
  { bundler: "Turbopack", way: "instrumentation", withEdge: false },
  // Next.js's webpack does not build Braintrust's SDK for the edge, with us or without.
  { bundler: "webpack", way: "plugin", withEdge: false },
  { bundler: "webpack", way: "instrumentation", withEdge: false },
];

/** Next.js, built and started. */
export const NEXT_GROUP: CheckGroup = {
  name: "next",
  about:
    "The scenario in an app of Next.js, built by each of its bundlers, started, and asked over HTTP; by `withReplicateTracing`, and by `instrumentation.ts` with the client left out of the bundle.",
  run: ({ quick }) =>
    inConsumer("next", async (folder) => {
      const checks: Check[] = [];
      for (const variant of quick ? VARIANTS.slice(0, 1) : VARIANTS) {
        checks.push(...(await checkVariant(folder, variant)));
      }
      if (!quick) checks.push(await checkTypes(folder));
      return checks;
    }),
};

async function checkVariant(
  folder: string,
  { bundler, way, withEdge }: Variant,
): Promise<readonly Check[]> {
  const subject = `${WAYS[way]}, ${bundler}`;
  const env = { WAY: way, OUT: `.next-${bundler}-${way}` };
  if (!withEdge) EDGE_FILES.forEach((file) => rmSync(join(folder, file), { force: true }));
  const problems = await problemsOf(() => buildNext(folder, BUNDLERS[bundler], env));
  const checks: Check[] = [{ subject, check: "built", problems }];
  if (problems.length > 0) return checks;
  for (const [check, path] of Object.entries(ROUTES)) {
    if (check.endsWith("edge") && !withEdge) continue;
    const found = await problemsOf(() => playRoute(folder, path, env));
    checks.push({ subject, check, problems: found });
  }
  return checks;
}

type Env = Readonly<Record<string, string>>;

/** Builds the app. Throws when the build fails, or says something of ours. */
async function buildNext(folder: string, flags: readonly string[], env: Env): Promise<void> {
  const next = join(folder, "node_modules/next/dist/bin/next");
  const { code, stdout, stderr } = await runProgram({
    args: [next, "build", ...flags],
    folder,
    env: { NEXT_TELEMETRY_DISABLED: "1", ...env },
    timeoutMs: 600_000,
  });
  const said = stdout + stderr;
  if (code !== 0) throw new Error(`the build failed:\n${said}`);
  expectSilence(said);
}

/** Starts the app, asks one of its routes, and throws unless the scenario was played and traced. */
async function playRoute(folder: string, path: string, env: Env): Promise<void> {
  await playScenario(async (services) => {
    const app = await serveNext(folder, { ...services, ...env });
    try {
      const result: unknown = await (await fetch(app.url + path)).json();
      expectSilence(app.said());
      return result;
    } finally {
      await app.close();
    }
  });
}

function expectSilence(said: string): void {
  if (said.includes("braintrust-replicate")) throw new Error(`this was said:\n${said}`);
}
