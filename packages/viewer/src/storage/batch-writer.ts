import { isExecution, traceIdOf } from "../summary/is-execution.ts";
import type { CollectedRow } from "../store/collected-row.ts";
import type { LoggedRow } from "../store/logged-row.ts";
import { mergeRow } from "../store/merge-row.ts";
import type { ExecutionIndex, IndexChange, RowPlace } from "./execution-index.ts";
import { publicKey } from "./public-key.ts";
import type { ListedExecution } from "./query-executions.ts";
import type { SqlDatabase } from "./sql-database.ts";
import { rowOf } from "./stored-row.ts";

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

/** What writing a batch has changed. */
export interface WrittenBatch {
  readonly rows: Map<string, CollectedRow>;
  readonly listed: Map<string, ListedExecution>;
  readonly traceIds: Set<string>;
  /** Rows left the list of executions. */
  hasUnlisted: boolean;
  hasFilesToCopy: boolean;
}

const INSERT_ROW = "INSERT INTO rows (key, id, trace_id, written_at, json) VALUES (?, ?, ?, ?, ?)";
const UPDATE_ROW = "UPDATE rows SET trace_id = ?, written_at = ?, json = ? WHERE seq = ?";

/** Writes batches of logged rows: merged with what is stored, and indexed. */
export class BatchWriter {
  readonly #sql: SqlDatabase;
  readonly #index: ExecutionIndex;
  readonly #now: () => number;

  constructor(parts: {
    readonly sql: SqlDatabase;
    readonly index: ExecutionIndex;
    /** The present time in milliseconds. */
    readonly now: () => number;
  }) {
    this.#sql = parts.sql;
    this.#index = parts.index;
    this.#now = parts.now;
  }

  /** Within the caller's transaction. Rows of one key are merged first and written once. */
  write(rows: readonly LoggedRow[]): WrittenBatch {
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
      noteChange(batch, place.key, this.#index.put(row, place));
    }
    for (const { row, place } of written) {
      batch.rows.set(place.key, row);
      batch.traceIds.add(traceIdOf(row));
    }
    for (const traceId of batch.traceIds) {
      this.#sql.run("INSERT OR REPLACE INTO traces (id, written_at) VALUES (?, ?)", [
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
    const place = this.#sql.get("SELECT seq, json FROM rows WHERE key = ?", [key]);
    return place === undefined ? { key } : { key, row: rowOf(place), seq: Number(place["seq"]) };
  }

  #put({ key, row, seq: known }: MergedRow): WrittenRow {
    const writtenAt = this.#seconds();
    const values = [key, row.id, traceIdOf(row), writtenAt, JSON.stringify(row)];
    const seq = known ?? this.#sql.run(INSERT_ROW, values);
    if (known !== undefined) this.#sql.run(UPDATE_ROW, [...values.slice(2), seq]);
    return { row, place: { seq, key, writtenAt, isNew: known === undefined } };
  }

  #remove(seq: number): boolean {
    this.#sql.run("DELETE FROM rows WHERE seq = ?", [seq]);
    this.#sql.run("DELETE FROM row_files WHERE seq = ?", [seq]);
    return this.#index.remove(seq);
  }

  #seconds(): number {
    return this.#now() / 1_000;
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
