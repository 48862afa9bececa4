import { guarded, say } from "./build-watch.ts";
import { ownFile } from "./package-folder.ts";
import { replicateTracing } from "./webpack.ts";

type Settings = Readonly<Record<string, unknown>>;
type Webpack = (config: unknown, context: unknown) => unknown;

/**
 * Has Next.js trace clients of the `replicate` package as by `wrapReplicate(Replicate)`, with
 * Turbopack and with webpack, on Node and on the edge. Spans go to the logger that the app
 * initialises.
 *
 * @param config - What `next.config` exports: an object, a function or a promise. It stays what it
 *   was, with a rule for the one module added.
 *
 * @example
 * ```ts
 * // next.config.ts
 * import { withReplicateTracing } from "braintrust-replicate/next";
 *
 * export default withReplicateTracing({ reactStrictMode: true });
 * ```
 */
export function withReplicateTracing<Config>(config: Config): Config;
export function withReplicateTracing(): object;
export function withReplicateTracing(config: unknown = {}): unknown {
  if (typeof config === "function") {
    return function withTracing(this: unknown, ...args: unknown[]): unknown {
      return extended(Reflect.apply(config, this, args));
    };
  }
  return extended(config);
}

function extended(config: unknown): unknown {
  if (config instanceof Promise) return config.then(extended);
  if (typeof config !== "object" || config === null) return config;
  return guarded(() => withRules(config as Settings)) ?? config;
}

/** What must be in the bundle: the client, and what its module is handed to. */
const BUNDLED = ["replicate", "braintrust-replicate"];

function withRules(config: Settings): Settings {
  const external = listed(config, "serverExternalPackages");
  const left = BUNDLED.find((name) => external.includes(name));
  if (left !== undefined) {
    say(
      `\`serverExternalPackages\` leaves \`${left}\` out of the bundle, so the build does not trace clients: call \`autoInstrument()\` in instrumentation.ts, or take it off the list`,
    );
    return config;
  }
  return {
    ...config,
    // Pages leave packages out of the bundle unless they are named here.
    transpilePackages: [...new Set([...listed(config, "transpilePackages"), ...BUNDLED])],
    turbopack: withTurbopackRule((config["turbopack"] ?? {}) as Settings),
    webpack: withWebpackPlugin(config["webpack"] as Webpack | null | undefined),
  };
}

function listed(config: Settings, name: string): readonly unknown[] {
  const list = config[name];
  return Array.isArray(list) ? list : [];
}

function withTurbopackRule(turbopack: Settings): Settings {
  const rules = (turbopack["rules"] ?? {}) as Settings;
  const rule = { loaders: [ownFile("webpack-loader.cjs")] };
  return { ...turbopack, rules: { ...rules, "**/replicate/index.js": rule } };
}

function withWebpackPlugin(own: Webpack | null | undefined): Webpack {
  return function webpack(config, context) {
    const result = own ? own(config, context) : config;
    return guarded(() => withPlugin(result)) ?? result;
  };
}

function withPlugin(config: unknown): unknown {
  const { plugins } = config as { plugins?: unknown[] };
  Object.assign(config as object, { plugins: [...(plugins ?? []), replicateTracing()] });
  return config;
}
