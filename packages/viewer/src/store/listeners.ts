/** Who wants to hear of the changes of a store. */
export class Listeners<Change> {
  readonly #listeners = new Set<(change: Change) => void>();

  /** The returned function takes the listener away again. */
  add(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A listener's mistake must be seen, but must not fail the batch of the app that logged. */
  tell(change: Change): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        process.emitWarning(`A listener of the row store threw: ${String(error)}`);
      }
    }
  }
}
