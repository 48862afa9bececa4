// `node --import braintrust-replicate/register app.js`. Many processes never call Replicate, npm's own
// among them: all but a look at what is loaded waits until the client is, or anything else of this
// library.
import type * as auto from "./auto.ts";
import { printOnce, report } from "./diagnostics/diagnostics.ts";
import { oncePerProcess } from "./exchange/once-per-process.ts";
import { isReplicateClass } from "./hook/client-class.ts";
import { processHook } from "./hook/process-hook.ts";
import { WAITING_HOOK, type WaitingHook } from "./hook/waiting-hook.ts";
import { watchCalls } from "./hook/watch-calls.ts";
import { exportsOf, watchModules } from "./hook/watch-modules.ts";

let isAwake = false;

function wake(): void {
  if (isAwake) return;
  isAwake = true;
  try {
    // This entry exists as CommonJS alone, because the client must not get away meanwhile.
    (require("./auto.js") as typeof auto).autoInstrument();
  } catch (error) {
    report(printOnce, "calls to Replicate are not traced", error);
  }
}

oncePerProcess(WAITING_HOOK, (): WaitingHook => ({ wake }));
watchModules((module) => {
  if (!isAwake && isReplicateClass(exportsOf(module))) wake();
});
watchCalls({
  isTraced: () => isAwake,
  isActive: () => true,
  onUntraced: () => {
    wake();
    processHook()?.called();
  },
});
