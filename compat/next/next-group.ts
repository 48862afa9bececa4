import { join } from "node:path";
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

/** How the app is traced, by the settings that the app chooses by `WAY`. */
const WAYS = [
  { way: "plugin", subject: "withReplicateTracing", routes: Object.entries(ROUTES) },
  {
    way: "instrumentation",
    subject: "instrumentation.ts",
    // What runs on the edge is in a bundle, out of reach of the hook.
    routes: Object.entries(ROUTES).filter(([name]) => !name.endsWith("edge")),
  },
] as const;

const BUNDLERS = { Turbopack: [], webpack: ["--webpack"] } as const;

/** Next.js, built and started. */
export const NEXT_GROUP: CheckGroup = {
  name: "next",
  about:
    "The scenario in an app of Next.js, built by each of its bundlers, started, and asked over HTTP; by `withReplicateTracing`, and by `instrumentation.ts` with the client left out of the bundle.",
  run: ({ quick }) =>
    inConsumer("next", async (folder) => {
      const checks: Check[] = [];
      for (const [bundler, flags] of Object.entries(BUNDLERS)) {
        for (const { way, subject, routes } of WAYS) {
          if (quick && (bundler !== "Turbopack" || way !== "plugin")) continue;
          const env = { WAY: way, OUT: `.next-${bundler}-${way}` };
          const name = `${subject}, ${bundler}`;
          const problems = await problemsOf(() => buildNext(folder, flags, env));
          checks.push({ subject: name, check: "built", problems });
          if (problems.length > 0) continue;
          for (const [check, path] of routes) {
            const found = await problemsOf(() => playRoute(folder, path, env));
            checks.push({ subject: name, check, problems: found });
          }
        }
      }
      return checks;
    }),
};

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
