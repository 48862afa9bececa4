/**
 * Where the emulator takes its time from. Give your own to run hours of queueing in no time.
 *
 * @example
 * ```ts
 * let now = Date.now();
 * const clock: Clock = {
 *   now: () => now,
 *   setTimer(run, ms) {
 *     const timer = setImmediate(() => {
 *       now += ms;
 *       run();
 *     });
 *     return () => clearImmediate(timer);
 *   },
 * };
 * const emulator = createEmulator({ clock });
 * ```
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds, as `now` counts them; the returned function takes it back. */
  setTimer(run: () => void, ms: number): () => void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(run, ms) {
    // A timer exists only while a request waits for its answer, and a real socket would hold the
    // process open just as long. Longer delays than setTimeout can count would fire at once.
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms` milliseconds, or as soon as `signal` aborts; it never rejects. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = (): void => {
      takeBack();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const takeBack = clock.setTimer(finish, ms);
    signal.addEventListener("abort", finish, { once: true });
  });
}
