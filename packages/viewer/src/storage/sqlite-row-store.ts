import { isExecution, traceIdOf } from "../summary/is-execution.ts";
import type { CollectedRow } from "../store/collected-row.ts";
import type { LoggedRow } from "../store/logged-row.ts";
import { mergeRow } from "../store/merge-row.ts";
import type {
  AttachmentAnnouncement,
  CollectedAttachment,
  RowStore,
  StoreChange,
  WaitOptions,
} from "../store/row-store.ts";
import { waitForRows } from "../store/wait-for-rows.ts";
import type { ExecutionIndex, IndexChange, RowPlace } from "./execution-index.ts";
import type { FileRecords } from "./file-records.ts";
import { publicKey } from "./public-key.ts";
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

/** A row as it is to be written. */
interface MergedRow {
  readonly key: string;
  readonly row: CollectedRow;
  /** Its number, where it is stored already. */
  readonly seq?: number;
}

interface WrittenRow {
  readonly row: CollectedRow;
  readonly place: RowPlace;
}

interface WrittenBatch {
  readonly rows: Map<string, CollectedRow>;
  readonly listed: Map<string, ListedExecution>;
  readonly traceIds: Set<string>;
  hasUnlisted: boolean;
  hasFilesToCopy: boolean;
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
const INSERT_ROW = "INSERT INTO rows (key, id, trace_id, written_at, json) VALUES (?, ?, ?, ?, ?)";
const UPDATE_ROW = "UPDATE rows SET trace_id = ?, written_at = ?, json = ? WHERE seq = ?";

/**
 * Keeps rows in the embedded database: a batch is one transaction, on the disk when `write`
 * returns, with the summaries, the search index and the list of its files.
 */
export class SqliteRowStore implements RowStore {
  readonly #parts: SqliteRowStoreParts;
  readonly #listeners = new Set<(change: StoreChange) => void>();
  readonly #executionListeners = new Set<(change: ExecutionChange) => void>();

  constructor(parts: SqliteRowStoreParts) {
    this.#parts = parts;
  }

  /** Throws a `StorageProblem` when the disk is full or the database is not ours. */
  write(rows: readonly LoggedRow[]): void {
    const batch = this.#transaction(() => this.#writeAll(rows));
    this.#parts.search.settle();
    this.#tell({ kind: "rows", rows: [...batch.rows.values()] });
    this.#tellExecutions({
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
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Calls the listener with what changed in the list of executions and which traces changed. */
  subscribeToExecutions(listener: (change: ExecutionChange) => void): () => void {
    this.#executionListeners.add(listener);
    return () => {
      this.#executionListeners.delete(listener);
    };
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
    this.#tellExecutions({ kind: "executions", listed: [], traceIds: [], hasUnlisted: true });
  }

  /** Says that everything is gone. */
  tellCleared(): void {
    this.#tell({ kind: "cleared" });
    this.#tellExecutions({ kind: "cleared" });
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
    this.#tellExecutions({ kind: "executions", ...change });
  }

  /** A database that turns out damaged is replaced by an empty one: then the work is done there. */
  #transaction<Result>(work: () => Result): Result {
    const { sql } = this.#parts;
    try {
      return sql.transaction(work);
    } catch (error) {
      if (!(error instanceof StorageProblem) || error.trouble !== "damaged") throw error;
      this.#parts.search.forget();
      this.tellCleared();
      return sql.transaction(work);
    }
  }

  /** Rows of one key in a batch are merged first and written once. */
  #writeAll(rows: readonly LoggedRow[]): WrittenBatch {
    const batch: WrittenBatch = {
      rows: new Map(),
      listed: new Map(),
      traceIds: new Set(),
      hasUnlisted: false,
      hasFilesToCopy: false,
    };
    const written = this.#merge(rows, batch).map((it) => this.#put(it));
    // Executions first: a root of a trace that has one does not stand in for it.
    const byKind = [written.filter(holdsExecution), written.filter((it) => !holdsExecution(it))];
    for (const { row, place } of byKind.flat()) {
      noteChange(batch, place.key, this.#parts.index.put(row, place));
    }
    for (const { row, place } of written) {
      batch.rows.set(place.key, row);
      batch.traceIds.add(traceIdOf(row));
    }
    for (const traceId of batch.traceIds) {
      this.#parts.sql.run("INSERT OR REPLACE INTO traces (id, written_at) VALUES (?, ?)", [
        traceId,
        this.#seconds(),
      ]);
    }
    return batch;
  }

  #merge(rows: readonly LoggedRow[], batch: WrittenBatch): readonly MergedRow[] {
    const merged = new Map<string, MergedRow>();
    const removed = new Set<string>();
    for (const logged of rows) {
      const key = publicKey(logged);
      const known = merged.get(key) ?? (removed.has(key) ? { key } : this.#stored(key));
      const row = mergeRow(known.row, logged);
      if (row !== undefined) {
        merged.set(key, { ...known, row });
        continue;
      }
      if (known.seq !== undefined && this.#remove(known.seq)) batch.hasUnlisted = true;
      merged.delete(key);
      removed.add(key);
    }
    return [...merged.values()];
  }

  #stored(key: string): Partial<MergedRow> & { readonly key: string } {
    const place = this.#parts.sql.get("SELECT seq, json FROM rows WHERE key = ?", [key]);
    return place === undefined ? { key } : { key, row: rowOf(place), seq: Number(place["seq"]) };
  }

  #put({ key, row, seq: known }: MergedRow): WrittenRow {
    const { sql } = this.#parts;
    const writtenAt = this.#seconds();
    const values = [key, row.id, traceIdOf(row), writtenAt, JSON.stringify(row)];
    const seq = known ?? sql.run(INSERT_ROW, values);
    if (known !== undefined) sql.run(UPDATE_ROW, [...values.slice(2), seq]);
    return { row, place: { seq, key, writtenAt, isNew: known === undefined } };
  }

  #remove(seq: number): boolean {
    const { sql, index } = this.#parts;
    sql.run("DELETE FROM rows WHERE seq = ?", [seq]);
    sql.run("DELETE FROM row_files WHERE seq = ?", [seq]);
    return index.remove(seq);
  }

  #tellAttachment(key: string): void {
    const attachment = this.attachment(key);
    if (attachment === undefined) return;
    this.#tell({ kind: "attachment", attachment });
    this.refreshFile(`attachment:${key}`);
  }

  #seconds(): number {
    return this.#parts.now() / 1_000;
  }

  #tell(change: StoreChange): void {
    for (const listener of this.#listeners) tell(listener, change);
  }

  #tellExecutions(change: ExecutionChange): void {
    for (const listener of this.#executionListeners) tell(listener, change);
  }
}

function holdsExecution({ row }: WrittenRow): boolean {
  return isExecution(row);
}

function noteChange(batch: WrittenBatch, key: string, change: IndexChange): void {
  if (change.listed !== undefined) batch.listed.set(key, change.listed);
  if (change.hasUnlisted) batch.hasUnlisted = true;
  if (change.hasFilesToCopy) batch.hasFilesToCopy = true;
}

/** A listener's mistake must be seen, but must not fail the batch of the app that logged. */
function tell<Change>(listener: (change: Change) => void, change: Change): void {
  try {
    listener(change);
  } catch (error) {
    process.emitWarning(`A listener of the row store threw: ${String(error)}`);
  }
}
