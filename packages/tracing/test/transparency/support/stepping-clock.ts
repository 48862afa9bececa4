import type { Clock } from "replicate-emulator";

/** A clock that only requests and timers move, so that two runs see the same times. */
export interface SteppingClock extends Clock {
  /** Moves time on. */
  advance(ms: number): void;
}

const START = Date.parse("2026-01-02T03:04:05.000Z");

/** A clock for the emulator: what it waits for is there at once, and time has passed. */
export function steppingClock(): SteppingClock {
  let now = START;
  return {
    now: () => now,
    advance: (ms) => void (now += ms),
    setTimer(run, ms) {
      const due = now + ms;
      const timer = setImmediate(() => {
        now = Math.max(now, due);
        run();
      });
      return () => clearImmediate(timer);
    },
  };
}
