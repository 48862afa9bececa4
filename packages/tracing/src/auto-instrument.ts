import { report, type ErrorListener } from "./diagnostics/diagnostics.ts";
import { runSafely } from "./diagnostics/run-safely.ts";
import { oncePerProcess } from "./exchange/once-per-process.ts";
import { appFolders, appModulesOf } from "./hook/app-modules.ts";
import { isReplicateClass, type ReplicateClass } from "./hook/client-class.ts";
import { EnvironmentLogger } from "./hook/environment-logger.ts";
import { PROCESS_HOOK, type ProcessHook } from "./hook/process-hook.ts";
import { watchCalls } from "./hook/watch-calls.ts";
import { exportsOf, watchModules, type LoadedModule } from "./hook/watch-modules.ts";
import {
  isDisabledByEnvironment,
  resolveOptions,
  type ReplicateTracingOptions,
} from "./options.ts";
import { processWide, sinksOf } from "./process-wide.ts";
import { PendingSink } from "./sink/pending-sink.ts";
import { wrapReplicate } from "./wrap-replicate.ts";

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
  const { onError } = resolveOptions(options);
  runSafely(
    onError,
    () => {
      let isFirst = false;
      const hook = oncePerProcess(PROCESS_HOOK, () => {
        isFirst = true;
        return startHook(options, onError);
      });
      if (!isFirst && options !== undefined) hook.retrace(options);
    },
    undefined,
  );
}

function startHook(
  first: ReplicateTracingOptions | undefined,
  onError: ErrorListener,
): ProcessHook {
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
  watchModules((module) => runSafely(onError, () => show(module)));
  const isTraced = (): boolean => wide.executions.used;
  const isActive = (): boolean =>
    sinksOf({})().some((sink) => sink.listening()) && !isDisabledByEnvironment();
  let complained = false;
  const complain = (): void => {
    if (!complained) report(onError, UNTRACED);
    complained = true;
  };
  watchCalls({ isTraced, isActive, onUntraced: complain });
  return {
    traces: (found) => classes.has(found as ReplicateClass),
    retrace: (next) => {
      options = next;
      for (const found of classes) wrapReplicate(found, next);
    },
    called: () => {
      if (!isTraced() && isActive()) complain();
    },
  };
}

const UNTRACED =
  "Replicate is called, but no client is traced: it may be in a bundle, or a loader may hide it from the hook. Ask `npx braintrust-replicate doctor <entry>`, or wrap it by hand: wrapReplicate(new Replicate())";
