import { readFile } from "node:fs/promises";
import { BuildWatch, guarded, guardedly, sayUnknown } from "./build-watch.ts";
import { isClientModule } from "./client-module.ts";

interface Resolving {
  readonly path: string;
  readonly importer: string;
  readonly resolveDir: string;
  readonly kind: string;
  readonly namespace: string;
  readonly pluginData: unknown;
}

/** What of esbuild's plugin interface is used. */
interface EsbuildBuild {
  onStart(run: () => void): void;
  onEnd(run: () => void): void;
  onResolve(options: { filter: RegExp }, run: (args: Resolving) => Promise<undefined>): void;
  onLoad(
    options: { filter: RegExp; namespace: string },
    run: (args: {
      readonly path: string;
    }) => Promise<{ contents: string; loader: "default" } | undefined>,
  ): void;
  resolve(
    path: string,
    options: Omit<Resolving, "path" | "kind"> & { kind: never },
  ): Promise<{ readonly path: string; readonly external: boolean }>;
}

/** A plugin of esbuild, by its shape. */
export interface EsbuildTracingPlugin {
  readonly name: string;
  setup(build: EsbuildBuild): void;
}

const NAME = "braintrust-replicate";

/**
 * The plugin for esbuild: clients of the `replicate` package in the bundle are traced as by
 * `wrapReplicate(Replicate)`. Spans go to the logger that the app initialises. Never fails a build;
 * what it cannot trace it says once.
 *
 * @example
 * ```ts
 * import { replicateTracing } from "braintrust-replicate/esbuild";
 * import { build } from "esbuild";
 *
 * await build({ entryPoints: ["app.js"], bundle: true, plugins: [replicateTracing()], outfile: "out.js" });
 * ```
 */
export function replicateTracing(): EsbuildTracingPlugin {
  return {
    name: NAME,
    setup(build) {
      guarded(() => (isKnown(build) ? setup(build) : sayUnknown("esbuild")));
    },
  };
}

function isKnown(build: Partial<EsbuildBuild>): build is EsbuildBuild {
  const hooks = [build.onStart, build.onEnd, build.onResolve, build.onLoad, build.resolve];
  return hooks.every((hook) => typeof hook === "function");
}

function setup(build: EsbuildBuild): void {
  let watch = new BuildWatch();
  build.onStart(() => {
    watch = new BuildWatch();
  });
  build.onEnd(() => watch.end());
  // Only looks where the client will come from: esbuild resolves it as it would have.
  build.onResolve({ filter: /^replicate$/ }, async ({ path, pluginData, ...from }) => {
    if (pluginData === NAME) return undefined;
    await guardedly(async () => {
      const kind = from.kind as never;
      const found = await build.resolve(path, { ...from, kind, pluginData: NAME });
      if (found.external) watch.leavesOut(path);
      else watch.bundles(found.path);
    });
    return undefined;
  });
  build.onLoad({ filter: /[\\/]index\.js$/, namespace: "file" }, ({ path }) =>
    guardedly(async () => {
      if (!isClientModule(path)) return undefined;
      const contents = watch.transform(await readFile(path, "utf8"), path);
      return contents === undefined ? undefined : { contents, loader: "default" as const };
    }),
  );
}
