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

  /** Does everything now. */
  drain(): void {
    while (this.#queue.length > 0) this.#queue.shift()?.();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.#work();
    }, 0);
  }

  #work(): void {
    const until = Date.now() + BUDGET;
    while (this.#queue.length > 0 && Date.now() < until) this.#queue.shift()?.();
    if (this.#queue.length > 0) this.#schedule();
  }
}
