import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/** Where an app is to run, by the names that packages have for it. */
const CONDITIONS = {
  workerd: ["workerd", "worker", "import"],
  browser: ["browser", "import"],
} as const;

const APPS = join(import.meta.dirname, "../consumers/runtimes");

/**
 * Bundles an app for a runtime that has no packages.
 *
 * @throws {Error} when something in it imports a module of Node: the platform has none.
 */
export async function bundleApp(
  file: string,
  runtime: keyof typeof CONDITIONS,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(APPS, file)],
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: [...CONDITIONS[runtime]],
    minify: true,
    write: false,
    plugins: [...plugins],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
