/** Milliseconds of work in one go; between two goes the event loop serves the app. */
const BUDGET = 8;

/**
 * Work that must not delay the caller: decoding media, mostly. Runs in order, after the caller has
 * its result, a few milliseconds at a time.
 */
export class DeferredWork {
  readonly #queue: Array<() => void> = [];
  #scheduled = false;

  /** Whether something waits. */
  get pending(): boolean {
    return this.#queue.length > 0;
  }

  /** Adds work, which must not throw. */
  add(work: () => void): void {
    this.#queue.push(work);
    this.#schedule();
  }

  /** Does everything now, or as much as there is time for. */
  drain(until: number = Infinity): void {
    while (this.pending && Date.now() < until) this.#queue.shift()?.();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.drain(Date.now() + BUDGET);
      if (this.pending) this.#schedule();
    });
  }
}
