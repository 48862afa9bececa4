import { useEffect, useState } from "preact/hooks";

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** Seconds since the epoch, anew each second: one clock for all that run. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now() / 1_000);
  useEffect(() => {
    const tick = (): void => setNow(Date.now() / 1_000);
    listeners.add(tick);
    ticking ??= setInterval(() => {
      for (const listener of listeners) listener();
    }, 1_000);
    return () => {
      listeners.delete(tick);
      if (listeners.size > 0) return;
      clearInterval(ticking);
      ticking = undefined;
    };
  }, []);
  return now;
}
