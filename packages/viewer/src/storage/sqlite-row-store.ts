import { traceIdOf } from "../summary/is-execution.ts";
import type { CollectedRow } from "../store/collected-row.ts";
import { Listeners } from "../store/listeners.ts";
import type { LoggedRow } from "../store/logged-row.ts";
import type {
  AttachmentAnnouncement,
  CollectedAttachment,
  RowStore,
  StoreChange,
  WaitOptions,
} from "../store/row-store.ts";
import { waitForRows } from "../store/wait-for-rows.ts";
import { BatchWriter } from "./batch-writer.ts";
import type { ExecutionIndex } from "./execution-index.ts";
import type { FileRecords } from "./file-records.ts";
import type { ListedExecution } from "./query-executions.ts";
import type { SearchIndex } from "./search-index.ts";
import type { SqlDatabase } from "./sql-database.ts";
import { StorageProblem } from "./storage-problem.ts";
import { rowOf } from "./stored-row.ts";

/** What the page has to hear of a change. */
export type ExecutionChange =
  | {
      readonly kind: "executions";
      readonly listed: readonly ListedExecution[];
      readonly traceIds: readonly string[];
      /** Rows left the list: it has to be read anew. */
      readonly hasUnlisted: boolean;
    }
  | { readonly kind: "cleared" };

/** What the store works on. */
export interface SqliteRowStoreParts {
  readonly sql: SqlDatabase;
  readonly index: ExecutionIndex;
  readonly search: SearchIndex;
  readonly files: FileRecords;
  /** The present time in milliseconds. */
  readonly now: () => number;
  /** Hears that files wait to be copied. */
  readonly onFilesToCopy: () => void;
}

/** All but the names of projects, by which SDKs that still run go on logging. */
const TABLES_TO_CLEAR = [
  "rows",
  "traces",
  "executions",
  "row_files",
  "attachments",
  "copies",
] as const;

/**
 * Keeps rows in the embedded database: a batch is one transaction, on the disk when `write`
 * returns, with the summaries, the search index and the list of its files.
 */
export class SqliteRowStore implements RowStore {
  readonly #parts: SqliteRowStoreParts;
  readonly #writer: BatchWriter;
  readonly #listeners = new Listeners<StoreChange>();
  readonly #executionListeners = new Listeners<ExecutionChange>();

  constructor(parts: SqliteRowStoreParts) {
    this.#parts = parts;
    this.#writer = new BatchWriter(parts);
  }

  /** Throws a `StorageProblem` when the disk is full or the database is not ours. */
  write(rows: readonly LoggedRow[]): void {
    const batch = this.#transaction(() => this.#writer.write(rows));
    this.#parts.search.settle();
    this.#listeners.tell({ kind: "rows", rows: [...batch.rows.values()] });
    this.#executionListeners.tell({
      kind: "executions",
      listed: [...batch.listed.values()],
      traceIds: [...batch.traceIds],
      hasUnlisted: batch.hasUnlisted,
    });
    if (batch.hasFilesToCopy) this.#parts.onFilesToCopy();
  }

  rows(): readonly CollectedRow[] {
    return this.#parts.sql.all("SELECT json FROM rows ORDER BY seq").map(rowOf);
  }

  row(id: string): CollectedRow | undefined {
    const row = this.#parts.sql.get(
      "SELECT json FROM rows WHERE id = ? ORDER BY written_at DESC, seq DESC LIMIT 1",
      [id],
    );
    return row && rowOf(row);
  }

  trace(traceId: string): readonly CollectedRow[] {
    return this.#parts.sql
      .all("SELECT json FROM rows WHERE trace_id = ? ORDER BY seq", [traceId])
      .map(rowOf);
  }

  announceAttachment(announcement: AttachmentAnnouncement): void {
    this.#transaction(() => this.#parts.files.announce(announcement, this.#seconds()));
    this.#tellAttachment(announcement.key);
  }

  keepAttachmentBytes(key: string, bytes: Uint8Array): boolean {
    const known = this.#transaction(() => this.#parts.files.keepAttachment(key, bytes));
    if (known) this.#tellAttachment(key);
    return known;
  }

  settleAttachment(key: string, outcome: { readonly errorMessage?: string }): boolean {
    const known = this.#transaction(() =>
      this.#parts.files.settleAttachment(key, outcome.errorMessage),
    );
    if (known) this.#tellAttachment(key);
    return known;
  }

  attachment(key: string): CollectedAttachment | undefined {
    return this.#parts.files.attachment(key);
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Calls the listener with what changed in the list of executions and which traces changed. */
  subscribeToExecutions(listener: (change: ExecutionChange) => void): () => void {
    return this.#executionListeners.add(listener);
  }

  waitFor(
    predicate: (rows: readonly CollectedRow[]) => boolean,
    options: WaitOptions = {},
  ): Promise<readonly CollectedRow[]> {
    return waitForRows(this, predicate, options);
  }

  clear(): void {
    this.#transaction(() => {
      for (const table of TABLES_TO_CLEAR) this.#parts.sql.run(`DELETE FROM ${table}`);
      this.#parts.sql.run("INSERT INTO search (search) VALUES ('delete-all')");
    });
    this.#parts.search.forget();
    this.tellCleared();
  }

  /** Says that some rows were removed: a page has to read its list anew. */
  tellRemoved(): void {
    this.#executionListeners.tell({
      kind: "executions",
      listed: [],
      traceIds: [],
      hasUnlisted: true,
    });
  }

  /** Says that everything is gone. */
  tellCleared(): void {
    this.#listeners.tell({ kind: "cleared" });
    this.#executionListeners.tell({ kind: "cleared" });
  }

  /** Summarises anew the rows that speak of a file: it has arrived, or will not. */
  refreshFile(ref: string): void {
    const { sql, index } = this.#parts;
    const listed: ListedExecution[] = [];
    const traceIds = new Set<string>();
    this.#transaction(() => {
      const rows = sql.all(
        `SELECT rows.seq, key, json FROM row_files JOIN rows ON rows.seq = row_files.seq
         WHERE ref = ? LIMIT 1000`,
        [ref],
      );
      for (const place of rows) {
        const row = rowOf(place);
        const { seq, key } = place;
        const change = index.put(row, {
          seq: Number(seq),
          key: String(key),
          writtenAt: this.#seconds(),
          isNew: false,
        });
        if (change.listed !== undefined) listed.push(change.listed);
        traceIds.add(traceIdOf(row));
      }
    });
    const change = { listed, traceIds: [...traceIds], hasUnlisted: false };
    this.#executionListeners.tell({ kind: "executions", ...change });
  }

  /** A database that turns out damaged is replaced by an empty one: then the work is done there. */
  #transaction<Result>(work: () => Result): Result {
    const { sql } = this.#parts;
    try {
      return sql.transaction(work);
    } catch (error) {
      this.#parts.index.undo();
      if (!(error instanceof StorageProblem) || error.trouble !== "damaged") throw error;
      this.tellCleared();
      return sql.transaction(work);
    }
  }

  #tellAttachment(key: string): void {
    const attachment = this.attachment(key);
    if (attachment === undefined) return;
    this.#listeners.tell({ kind: "attachment", attachment });
    this.refreshFile(`attachment:${key}`);
  }

  #seconds(): number {
    return this.#parts.now() / 1_000;
  }
}
