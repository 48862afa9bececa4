import { MemoryRowStore, type LoggedRow } from "braintrust-replicate-viewer";

/** A store that also remembers each row as it was posted. */
export class WrittenRowsStore extends MemoryRowStore {
  readonly written: LoggedRow[] = [];

  override write(rows: readonly LoggedRow[]): void {
    this.written.push(...rows);
    super.write(rows);
  }
}
