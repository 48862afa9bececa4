import { createRequire } from "node:module";
import { join } from "node:path";
import { replicateTracing } from "braintrust-replicate/esbuild";
import type { RowStore } from "braintrust-replicate-viewer";
import { playScenario } from "../where/play-scenario.ts";
import { bundleApp } from "./bundle-app.ts";

interface Miniflare {
  dispatchFetch(url: string): Promise<Response>;
  dispose(): Promise<void>;
}

interface MiniflareModule {
  readonly Miniflare: new (options: Readonly<Record<string, unknown>>) => Miniflare;
}

/** How many spans the scenario leaves behind, its own included. */
const SPANS = 6;

/** By its path: it is installed only when this runs. */
const MINIFLARE = join(import.meta.dirname, "node_modules/miniflare");

/** Plays the scenario in a worker, which answers before it has told everything. */
export async function playInWorkerd(way: "wrapped" | "plugin"): Promise<void> {
  const require = createRequire(import.meta.url);
  const { Miniflare } = require(MINIFLARE) as MiniflareModule;
  const plugins = way === "plugin" ? [replicateTracing()] : [];
  const script = await bundleApp("worker.mjs", "workerd", plugins);
  await playScenario(async (env, store) => {
    const worker = new Miniflare({
      modules: true,
      script,
      compatibilityDate: "2026-04-01",
      compatibilityFlags: ["nodejs_compat"],
      bindings: { ...env },
    });
    try {
      const response = await worker.dispatchFetch(`http://app.test/${way}`);
      const result: unknown = await response.json();
      await toldEverything(store);
      return result;
    } finally {
      await worker.dispose();
    }
  });
}

/** What `waitUntil` promises: the worker lives until all is sent. */
async function toldEverything(store: RowStore): Promise<void> {
  await store.waitFor((rows) => rows.filter(({ metrics }) => metrics?.["end"]).length === SPANS, {
    timeoutMs: 20_000,
  });
}
