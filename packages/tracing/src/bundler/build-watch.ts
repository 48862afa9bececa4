import { printOnce, report } from "../diagnostics/diagnostics.ts";
import { runSafely } from "../diagnostics/run-safely.ts";
import { isClientModule, withTracing } from "./client-module.ts";

/** The client, inside of a package manager's folder of whatever depth. */
const INSIDE_CLIENT = /[\\/]node_modules[\\/]replicate[\\/](?!.*[\\/]node_modules[\\/])/;

const BY_HAND =
  "start the app with `node --import braintrust-replicate/register` or wrap its client with `wrapReplicate`";

/**
 * What a plugin saw of the client in one build. Says once what will not be traced; a build goes on
 * and ends as it would without the plugin.
 */
export class BuildWatch {
  #traced = false;
  #external = false;
  #bundled: string | undefined;

  /** The client's module with tracing; nothing for other modules, and for what cannot be traced. */
  transform(code: string, path: string): string | undefined {
    return guarded(() => {
      if (!isClientModule(path)) return undefined;
      this.#bundled = path;
      const traced = withTracing(code, path);
      this.#traced ||= traced !== undefined;
      return traced;
    });
  }

  /** The client's module was transformed elsewhere, by a loader. */
  traced(): void {
    this.#traced = true;
  }

  /** A module is in the bundle. */
  bundles(path: string): void {
    if (INSIDE_CLIENT.test(path)) this.#bundled ??= path;
  }

  /** A module is left out of the bundle, under this name. */
  leavesOut(name: string): void {
    if (name === "replicate" || INSIDE_CLIENT.test(name)) this.#external = true;
  }

  /** To be called when a build is through. */
  end(): void {
    if (this.#external) {
      say(
        `\`replicate\` is not bundled (it is external), so this build does not trace it: ${BY_HAND}`,
      );
    }
    if (this.#bundled !== undefined && !this.#traced) {
      say(
        `\`replicate\` is bundled as it is, because ${this.#bundled} was not recognized or another plugin loads it; its clients are not traced: ${BY_HAND}`,
      );
    }
  }
}

/** Runs a part of a plugin. What it throws is said, and the build goes on. */
export function guarded<T>(work: () => T): T | undefined {
  return runSafely(printOnce, work);
}

/** The same for a part that takes time. */
export async function guardedly<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    report(printOnce, "tracing failed and was skipped", error);
    return undefined;
  }
}

/** Says once what is not traced, on stderr. */
export function say(what: string): void {
  report(printOnce, what);
}

/** Says that a bundler is not one that the plugin can work with. */
export function sayUnknown(bundler: string): void {
  say(
    `this version of ${bundler} is not known, so this build does not trace \`replicate\`: ${BY_HAND}`,
  );
}
