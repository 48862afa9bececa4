import { BuildWatch, guarded, sayUnknown } from "./build-watch.ts";
import { isClientModule } from "./client-module.ts";
import { ownFile } from "./package-folder.ts";

/** What of a module is used. */
interface WebpackModule {
  readonly resource?: string | undefined;
  readonly externalType?: string | undefined;
  readonly userRequest?: string | undefined;
  readonly loaders?: readonly { readonly loader: string }[] | undefined;
}

/** What of webpack's compiler is used. */
interface WebpackCompiler {
  readonly options?: { readonly module?: { readonly rules?: unknown } };
  readonly hooks?: {
    readonly done?: {
      tap(
        name: string,
        run: (stats: { readonly compilation: { readonly modules: Iterable<object> } }) => void,
      ): void;
    };
  };
}

/** A plugin of webpack, by its shape. */
export interface WebpackTracingPlugin {
  apply(compiler: WebpackCompiler): void;
}

/** A file of its own, because webpack loads loaders by their path. */
const LOADER = "webpack-loader.cjs";

/**
 * The plugin for webpack: clients of the `replicate` package in the bundle are traced as by
 * `wrapReplicate(Replicate)`. Spans go to the logger that the app initialises. Never fails a build;
 * what it cannot trace it says once.
 *
 * @example
 * ```ts
 * // webpack.config.mjs
 * import { replicateTracing } from "braintrust-replicate/webpack";
 *
 * export default { entry: "./app.js", target: "node", plugins: [replicateTracing()] };
 * ```
 */
export function replicateTracing(): WebpackTracingPlugin {
  return {
    apply(compiler) {
      guarded(() => apply(compiler));
    },
  };
}

function apply({ options, hooks }: WebpackCompiler): void {
  const rules = options?.module?.rules;
  const done = hooks?.done;
  if (!Array.isArray(rules) || typeof done?.tap !== "function") return sayUnknown("webpack");
  const loader = ownFile(LOADER);
  // Before loaders that rewrite what they are given.
  rules.push({ test: isClient, enforce: "pre", use: [{ loader }] });
  done.tap("braintrust-replicate", ({ compilation }) => {
    guarded(() => {
      const watch = new BuildWatch();
      for (const module of compilation.modules as Iterable<WebpackModule>) look(module, watch);
      watch.end();
    });
  });
}

function look(module: WebpackModule, watch: BuildWatch): void {
  const { resource, externalType, userRequest, loaders = [] } = module;
  if (externalType !== undefined) return watch.leavesOut(userRequest ?? "");
  if (resource === undefined) return;
  watch.bundles(resource);
  if (isClient(resource) && loaders.some(({ loader }) => loader.endsWith(LOADER))) watch.traced();
}

/** A rule's test must not fail a build. */
function isClient(path: string): boolean {
  return guarded(() => isClientModule(path)) ?? false;
}
