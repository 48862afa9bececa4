import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Bytes of the space for new objects: more fits no processor's cache, less is collected too often. */
const YOUNG_BYTES = 8 * 1024 * 1024;

/**
 * Asks V8 to collect garbage before the heap has doubled, and to keep the space for new objects
 * small. What the gateway keeps is some 30 MB, whatever passes through; V8 by itself lets a busy
 * process grow to several times that, because it does not know that a proxy is one of many on its
 * machine.
 *
 * V8 reads both flags as the heap grows, unlike the greatest sizes, which are settled when it
 * begins. It makes the young space smaller by itself while nothing happens, so that it has to be
 * allowed to grow again.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
  let factor = 0;
  const settle = (): void => {
    const wanted = youngBytes() < YOUNG_BYTES ? 2 : 1;
    if (wanted !== factor) setFlagsFromString(`--semi-space-growth-factor=${wanted}`);
    factor = wanted;
  };
  settle();
  new PerformanceObserver(settle).observe({ entryTypes: ["gc"] });
}

function youngBytes(): number {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  return young?.space_size ?? 0;
}
