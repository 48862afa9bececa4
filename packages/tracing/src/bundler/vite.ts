import { createRequire } from "node:module";
import { join } from "node:path";
import { guarded } from "./build-watch.ts";
import { traceBundled } from "./bundled.ts";
import { replicateTracing as forRollup, type RollupTracingPlugin } from "./rollup.ts";

/** The part of the plugin that says nothing. */
type Transforming = Pick<RollupTracingPlugin, "name" | "transform">;

/** Settings that the plugin adds to those of the app. */
interface AddedSettings {
  readonly ssr?: { readonly noExternal: string[] };
  readonly optimizeDeps?: { readonly rolldownOptions: { readonly plugins: Transforming[] } };
}

/** A plugin of Vite, by its shape. */
export interface ViteTracingPlugin extends RollupTracingPlugin {
  readonly enforce: "pre";
  config(config: object, env: { readonly command: string }): AddedSettings;
  configureServer(server: { readonly config: { readonly root: string } }): void;
}

/**
 * The plugin for Vite: clients of the `replicate` package are traced as by
 * `wrapReplicate(Replicate)`, in builds for servers, workers and browsers and while developing.
 * Spans go to the logger that the app initialises. Never fails a build; what it cannot trace it
 * says once.
 *
 * A build for a server bundles `replicate`, which Vite would leave out otherwise.
 *
 * @example
 * ```ts
 * // vite.config.ts
 * import { replicateTracing } from "braintrust-replicate/vite";
 * import { defineConfig } from "vite";
 *
 * export default defineConfig({ plugins: [replicateTracing()] });
 * ```
 */
export function replicateTracing(): ViteTracingPlugin {
  const plugin = forRollup();
  const { name, transform } = plugin;
  let isBuild = false;
  return {
    ...plugin,
    enforce: "pre",
    config(_, { command }) {
      isBuild = command === "build";
      if (isBuild) return { ssr: { noExternal: ["replicate"] } };
      // While developing, packages are bundled beforehand, out of sight of other plugins.
      return { optimizeDeps: { rolldownOptions: { plugins: [{ name, transform }] } } };
    },
    buildEnd() {
      // While developing, nothing of an app's server is bundled, and nothing is wrong with that.
      if (isBuild) plugin.buildEnd.call(this);
    },
    configureServer({ config }) {
      // While developing, Vite loads packages for the server as Node does, in this process.
      guarded(() => {
        const require = createRequire(join(config.root, "vite.config.js"));
        if (isInstalled(require)) traceBundled(require("replicate"));
      });
    },
  };
}

function isInstalled(require: NodeJS.Require): boolean {
  try {
    require.resolve("replicate");
    return true;
  } catch {
    return false;
  }
}
