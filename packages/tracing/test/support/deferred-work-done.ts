import { setTimeout as sleep } from "node:timers/promises";

interface ProcessWide {
  readonly executions: { readonly deferred: { readonly pending: boolean } };
}

/** Resolves when the library has written what it puts off until the caller has its result. */
export async function deferredWorkDone(): Promise<void> {
  const shared = Symbol.for("braintrust-replicate.executions.2");
  const holder = globalThis as { readonly [shared]?: ProcessWide };
  while (holder[shared]?.executions.deferred.pending === true) await sleep(1);
}
