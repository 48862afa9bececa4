/** A hook that has loaded nothing yet. */
export interface WaitingHook {
  /** Starts it. Must not throw; doing it again is harmless. */
  wake(): void;
}

/** Where it waits. */
export const WAITING_HOOK: unique symbol = Symbol.for("braintrust-replicate.waiting-hook.1");

/** Starts the hook that waits in this process, if there is one. */
export function wakeHook(): void {
  (globalThis as { [WAITING_HOOK]?: WaitingHook })[WAITING_HOOK]?.wake();
}
