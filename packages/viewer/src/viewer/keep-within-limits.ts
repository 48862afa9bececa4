import { describeTrouble, troubleOf } from "../storage/storage-problem.ts";
import type { Archive } from "../storage/open-archive.ts";

const EVERY_MS = 60_000;

/**
 * Removes what is over its time or over the size, at the start and every minute, in small steps.
 * The returned function stops it.
 */
export function keepWithinLimits(
  archive: Archive,
  onNotice: (message: string) => void,
): () => void {
  let next: NodeJS.Immediate | undefined;
  let isBusy = false;
  const step = (): void => {
    next = undefined;
    try {
      const { removedTraces, isDone } = archive.retention.step(Date.now() / 1_000);
      if (removedTraces > 0) archive.store.tellRemoved();
      if (!isDone) next = setImmediate(step);
      isBusy = !isDone;
    } catch (error) {
      isBusy = false;
      const trouble = troubleOf(error);
      const { path } = archive.directory;
      onNotice(trouble === undefined ? String(error) : describeTrouble(trouble, path));
    }
  };
  const start = (): void => {
    if (isBusy) return;
    isBusy = true;
    step();
  };
  archive.retention.removeStrayFiles();
  start();
  const timer = setInterval(start, EVERY_MS).unref();
  return () => {
    clearInterval(timer);
    if (next !== undefined) clearImmediate(next);
  };
}
