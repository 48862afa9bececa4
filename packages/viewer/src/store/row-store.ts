import type { CollectedRow } from "./collected-row.ts";
import type { LoggedRow } from "./logged-row.ts";

/** Where an attachment stands: its row arrives before its bytes. */
export type AttachmentStatus = "uploading" | "done" | "error";

/** What an SDK says about an attachment before it uploads the bytes. */
export interface AttachmentAnnouncement {
  readonly key: string;
  readonly filename: string;
  readonly contentType: string;
}

/** An attachment as far as it has arrived. */
export interface CollectedAttachment extends AttachmentAnnouncement {
  readonly status: AttachmentStatus;
  /** The bytes as uploaded; absent until they are. */
  readonly bytes?: Uint8Array;
  /** Why the SDK gave up, in its words. */
  readonly errorMessage?: string;
}

/** What a subscriber hears, once per posted batch. */
export type StoreChange =
  | { readonly kind: "rows"; readonly rows: readonly CollectedRow[] }
  | { readonly kind: "attachment"; readonly attachment: CollectedAttachment }
  | { readonly kind: "cleared" };

/** How long `waitFor` waits. */
export interface WaitOptions {
  /** Milliseconds; 5,000 unless said. */
  readonly timeoutMs?: number;
}

/**
 * Where the collector keeps what was logged. The collector writes, everybody else reads.
 *
 * - Rows are merged by the rule of `mergeRow`, under the key of `rowKey`.
 * - `write` returns once the rows are kept: the collector acknowledges them right after.
 * - What is read is a snapshot: it never changes afterwards.
 * - Listeners are called after the change; what they throw reaches nobody else.
 */
export interface RowStore {
  /** Merges a batch, in its order. */
  write(rows: readonly LoggedRow[]): void;
  /** Every row, in the order of first arrival. */
  rows(): readonly CollectedRow[];
  /** The rows of one trace (`root_span_id`, else `id`), in the order of first arrival. */
  trace(traceId: string): readonly CollectedRow[];
  /** The row of this id; where several projects have one, the latest written. */
  row(id: string): CollectedRow | undefined;

  /** Notes an attachment whose bytes will follow; announcing twice keeps what has arrived. */
  announceAttachment(announcement: AttachmentAnnouncement): void;
  /** Keeps the bytes of an announced attachment; answers whether it was announced. */
  keepAttachmentBytes(key: string, bytes: Uint8Array): boolean;
  /** Notes the end of an upload; answers whether the attachment was announced. */
  settleAttachment(key: string, outcome: { readonly errorMessage?: string }): boolean;
  attachment(key: string): CollectedAttachment | undefined;

  /** Calls the listener after each change, until the returned function is called. */
  subscribe(listener: (change: StoreChange) => void): () => void;
  /**
   * Resolves with the rows as soon as they satisfy the predicate, at once where they do already.
   * Rejects when the time is over, saying which spans had arrived, or with what the predicate throws.
   *
   * @example
   * const rows = await store.waitFor((all) => all.some((row) => row.metrics?.["end"] !== undefined));
   */
  waitFor(
    predicate: (rows: readonly CollectedRow[]) => boolean,
    options?: WaitOptions,
  ): Promise<readonly CollectedRow[]>;
  /** Forgets every row and attachment. */
  clear(): void;
}
