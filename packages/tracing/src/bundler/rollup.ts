import { BuildWatch, guarded, sayUnknown } from "./build-watch.ts";

/** What of Rollup's and Rolldown's plugin context is used. */
interface BundleContext {
  getModuleIds?(): Iterable<string>;
}

/** A plugin of Rollup and Rolldown, by its shape. */
export interface RollupTracingPlugin {
  readonly name: string;
  buildStart(): void;
  readonly transform: {
    readonly order: "pre";
    /** Before the plugin that makes ES modules of CommonJS. */
    handler(code: string, id: string): { readonly code: string; readonly map: null } | undefined;
  };
  buildEnd(this: BundleContext): void;
}

/**
 * The plugin for Rollup and Rolldown: clients of the `replicate` package in the bundle are traced
 * as by `wrapReplicate(Replicate)`. Spans go to the logger that the app initialises. Never fails a
 * build; what it cannot trace it says once.
 *
 * @example
 * ```ts
 * // rollup.config.mjs
 * import commonjs from "@rollup/plugin-commonjs";
 * import { nodeResolve } from "@rollup/plugin-node-resolve";
 * import { replicateTracing } from "braintrust-replicate/rollup";
 *
 * export default { input: "app.js", plugins: [replicateTracing(), nodeResolve(), commonjs()] };
 * ```
 */
export function replicateTracing(): RollupTracingPlugin {
  let watch = new BuildWatch();
  return {
    name: "braintrust-replicate",
    buildStart() {
      watch = new BuildWatch();
    },
    transform: {
      order: "pre",
      handler(code, id) {
        const traced = watch.transform(code, id);
        // Nothing has moved: `null` keeps the mappings as they are.
        return traced === undefined ? undefined : { code: traced, map: null };
      },
    },
    buildEnd() {
      guarded(() => {
        if (typeof this.getModuleIds !== "function") return sayUnknown("the bundler");
        for (const id of this.getModuleIds()) {
          // Modules in the bundle are known by their paths, others by the names they are imported by.
          if (id === "replicate") watch.leavesOut(id);
          else watch.bundles(id);
        }
        watch.end();
      });
    },
  };
}
