import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** How an app loads its modules: `import` and `require` give two copies of Braintrust's SDK. */
export type ModuleFormat = "import" | "require";

/**
 * Loads the copy of Braintrust's SDK that the app would load, in its own format.
 *
 * @param from - Files and folders of the app, from which it may be seen; the first one counts.
 * @throws when it is installed nowhere, or does not load.
 */
export async function loadBraintrust(
  format: ModuleFormat,
  from: readonly string[],
): Promise<unknown> {
  for (const base of from) {
    const require = createRequire(base);
    const entry = resolved(require, "braintrust");
    if (entry === undefined) continue;
    // As the SDK's own conditions name them, for `require` and for `import`.
    if (format === "require") return require(entry) as unknown;
    return import(pathToFileURL(entry.replace(/\.js$/, ".mjs")).href) as Promise<unknown>;
  }
  throw new Error("the package `braintrust` is not installed");
}

function resolved(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
