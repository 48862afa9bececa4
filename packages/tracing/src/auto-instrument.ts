import { report, type ErrorListener } from "./diagnostics/diagnostics.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { oncePerProcess } from "./exchange/once-per-process.ts";
import { appFolders, appModulesOf } from "./hook/app-modules.ts";
import { isReplicateClass, type ReplicateClass } from "./hook/client-class.ts";
import { EnvironmentLogger } from "./hook/environment-logger.ts";
import { watchUntracedTraffic } from "./hook/untraced-traffic.ts";
import { watchModules, type LoadedModule } from "./hook/watch-modules.ts";
import {
  isDisabledByEnvironment,
  resolveOptions,
  type ReplicateTracingOptions,
} from "./options.ts";
import { processWide, sinkOf } from "./process-wide.ts";
import { PendingSink } from "./sink/pending-sink.ts";
import { wrapReplicate } from "./wrap-replicate.ts";

/** The one hook of a process, which all copies of this library share. */
interface Hook {
  /** Traces by other options from now on, also what is loaded already. */
  retrace(options: ReplicateTracingOptions): void;
  /** Whether something is a class of clients that it traces. The doctor asks. */
  traces(found: unknown): boolean;
}

const HOOK = Symbol.for("braintrust-replicate.hook.1");

/**
 * Traces every client of every copy of the package `replicate` in this process, loaded already or
 * loaded later, by `import` or by `require`. Where the app has no Braintrust logger at its first
 * call, one is made by the environment: `BRAINTRUST_API_KEY`, `BRAINTRUST_PROJECT` or
 * `BRAINTRUST_PROJECT_ID`, also from the nearest `.env.braintrust`. For Node; clients inside of
 * bundles are the bundler plugins' matter.
 *
 * Called again with options, these replace the old ones. `braintrust-replicate/register` calls it
 * without any.
 *
 * @throws {TypeError} when an option is wrong. Later nothing is thrown: problems go to the option
 *   `onError`.
 *
 * @example
 * ```ts
 * import { autoInstrument } from "braintrust-replicate/auto";
 *
 * autoInstrument({ captureOutput: false });
 * ```
 */
export function autoInstrument(options?: ReplicateTracingOptions): void {
  const { onError } = resolveOptions(options).policy;
  runSafely(
    onError,
    () => {
      let isFirst = false;
      const hook = oncePerProcess(HOOK, () => {
        isFirst = true;
        return startHook(options, onError);
      });
      if (!isFirst && options !== undefined) hook.retrace(options);
    },
    undefined,
  );
}

function startHook(first: ReplicateTracingOptions | undefined, onError: ErrorListener): Hook {
  let options = first;
  const classes = new Set<ReplicateClass>();
  const logger = new EnvironmentLogger({ format: "import", from: appFolders() }, onError);
  const usual = new PendingSink(logger);
  const wide = processWide();
  wide.usual = [usual];
  wide.sinks.add(usual);
  const show = (module: LoadedModule): void => {
    const found = exportsOf(module);
    if (!isReplicateClass(found) || classes.has(found)) return;
    classes.add(found);
    wrapReplicate(found, options);
    if (options?.sinks === undefined) logger.clientLoaded(appModulesOf(module));
  };
  const watched = watchModules((module) => runSafely(onError, () => show(module)));
  if (!watched)
    report(
      onError,
      `this runtime shows no modules, so clients are not traced by themselves; ${BY_HAND}`,
    );
  watchUntracedTraffic({
    isActive: () => sinkOf({}).listening() && !isDisabledByEnvironment(),
    isTraced: () => wide.executions.used,
    onUntraced: () => report(onError, UNTRACED),
  });
  return {
    traces: (found) => classes.has(found as ReplicateClass),
    retrace: (next) => {
      options = next;
      for (const found of classes) wrapReplicate(found, next);
    },
  };
}

const BY_HAND = "wrap them by hand: wrapReplicate(new Replicate())";

const UNTRACED = `Replicate is called, but no client is traced: it may be in a bundle, or a loader may hide it from the hook. Ask \`npx braintrust-replicate doctor <entry>\`, or ${BY_HAND}`;

/** Not by reading: an app may load a module's exports when they are first asked for. */
function exportsOf(module: LoadedModule): unknown {
  return Object.getOwnPropertyDescriptor(module, "exports")?.value;
}
