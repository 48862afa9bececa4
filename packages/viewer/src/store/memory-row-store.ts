import type { CollectedRow } from "./collected-row.ts";
import { rowKey } from "./collected-row.ts";
import { Listeners } from "./listeners.ts";
import type { LoggedRow } from "./logged-row.ts";
import { mergeRow } from "./merge-row.ts";
import type {
  AttachmentAnnouncement,
  CollectedAttachment,
  RowStore,
  StoreChange,
  WaitOptions,
} from "./row-store.ts";
import { waitForRows } from "./wait-for-rows.ts";

/**
 * Keeps rows and attachments in memory, all of them until `clear()`.
 *
 * @example
 * const store = new MemoryRowStore();
 * store.write([{ id: "a", output: "hello" }]);
 * store.row("a")?.output; // "hello"
 */
export class MemoryRowStore implements RowStore {
  readonly #rows = new Map<string, CollectedRow>();
  readonly #latestKeyOfId = new Map<string, string>();
  readonly #attachments = new Map<string, CollectedAttachment>();
  readonly #listeners = new Listeners<StoreChange>();
  #snapshot: readonly CollectedRow[] | undefined;

  write(rows: readonly LoggedRow[]): void {
    const written = new Map<string, CollectedRow>();
    for (const logged of rows) {
      const key = rowKey(logged);
      const merged = mergeRow(this.#rows.get(key), logged);
      if (merged === undefined) {
        this.#rows.delete(key);
        written.delete(key);
        continue;
      }
      this.#rows.set(key, merged);
      this.#latestKeyOfId.set(logged.id, key);
      written.set(key, merged);
    }
    this.#snapshot = undefined;
    this.#listeners.tell({ kind: "rows", rows: [...written.values()] });
  }

  rows(): readonly CollectedRow[] {
    this.#snapshot ??= [...this.#rows.values()];
    return this.#snapshot;
  }

  trace(traceId: string): readonly CollectedRow[] {
    return this.rows().filter((row) => (row.root_span_id ?? row.id) === traceId);
  }

  row(id: string): CollectedRow | undefined {
    const key = this.#latestKeyOfId.get(id);
    return key === undefined ? undefined : this.#rows.get(key);
  }

  announceAttachment(announcement: AttachmentAnnouncement): void {
    const known = this.#attachments.get(announcement.key);
    this.#keepAttachment({ ...(known ?? { status: "uploading" }), ...announcement });
  }

  keepAttachmentBytes(key: string, bytes: Uint8Array): boolean {
    const known = this.#attachments.get(key);
    if (known !== undefined) this.#keepAttachment({ ...known, bytes });
    return known !== undefined;
  }

  settleAttachment(key: string, outcome: { readonly errorMessage?: string }): boolean {
    const known = this.#attachments.get(key);
    if (known === undefined) return false;
    const status = outcome.errorMessage === undefined ? "done" : "error";
    this.#keepAttachment({ ...known, status, ...outcome });
    return true;
  }

  attachment(key: string): CollectedAttachment | undefined {
    return this.#attachments.get(key);
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  waitFor(
    predicate: (rows: readonly CollectedRow[]) => boolean,
    options: WaitOptions = {},
  ): Promise<readonly CollectedRow[]> {
    return waitForRows(this, predicate, options);
  }

  clear(): void {
    this.#rows.clear();
    this.#latestKeyOfId.clear();
    this.#attachments.clear();
    this.#snapshot = undefined;
    this.#listeners.tell({ kind: "cleared" });
  }

  #keepAttachment(attachment: CollectedAttachment): void {
    this.#attachments.set(attachment.key, attachment);
    this.#listeners.tell({ kind: "attachment", attachment });
  }
}
