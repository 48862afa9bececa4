import type { ExecutionSummary } from "../api/contract.ts";
import { isExecution, traceIdOf } from "../summary/is-execution.ts";
import { filesOfRow } from "../summary/files-of-row.ts";
import type { StoredSummary } from "../summary/summarize-execution.ts";
import { summarizeExecution } from "../summary/summarize-execution.ts";
import type { CollectedRow } from "../store/collected-row.ts";
import type { FileRecords } from "./file-records.ts";
import type { ListedExecution } from "./query-executions.ts";
import type { SearchIndex } from "./search-index.ts";
import type { SqlDatabase } from "./sql-database.ts";

/** Where a row stands in the database. */
export interface RowPlace {
  readonly seq: number;
  readonly key: string;
  /** Epoch seconds. */
  readonly writtenAt: number;
  /** It was not stored before. */
  readonly isNew: boolean;
}

/** What indexing a row has changed. */
export interface IndexChange {
  /** The summary, if the row is in the list of executions. */
  readonly listed?: ListedExecution;
  /** Rows left the list: what a page has shown so far is no longer true. */
  readonly hasUnlisted: boolean;
  readonly hasFilesToCopy: boolean;
}

const MOST_SETTLED = 10_000;

/** In this order: a trace has few rows. */
const LISTED_OF_TRACE = `SELECT executions.seq AS seq FROM rows CROSS JOIN executions
  ON executions.seq = rows.seq WHERE rows.trace_id = ?`;

/**
 * The list of executions beside the rows: short, sorted and searchable. A trace in which nothing
 * was executed stands in it by its root, once that has ended, so that whatever an app logs is found.
 */
export class ExecutionIndex {
  readonly #sql: SqlDatabase;
  readonly #files: FileRecords;
  readonly #search: SearchIndex;
  /** Traces of late in which nothing stands in: most rows belong to one of them. */
  readonly #settled = new Set<string>();

  constructor(parts: {
    readonly sql: SqlDatabase;
    readonly files: FileRecords;
    readonly search: SearchIndex;
  }) {
    this.#sql = parts.sql;
    this.#files = parts.files;
    this.#search = parts.search;
  }

  /** Indexes a row that was just written; within its transaction. */
  put(row: CollectedRow, place: RowPlace): IndexChange {
    const files = filesOfRow(row);
    const hasFilesToCopy =
      files.length > 0 && this.#files.noteFilesOfRow(place.seq, files, place.writtenAt);
    if (!isExecution(row)) {
      if (!this.#standsIn(row)) {
        return { hasUnlisted: !place.isNew && this.remove(place.seq), hasFilesToCopy };
      }
      this.#settled.delete(traceIdOf(row));
      return { listed: this.#list(row, place, files), hasUnlisted: false, hasFilesToCopy };
    }
    const hasUnlisted = this.#unlistStandIns(traceIdOf(row));
    return { listed: this.#list(row, place, files), hasUnlisted, hasFilesToCopy };
  }

  /** Takes a row out of the list; answers whether it was in it. */
  remove(seq: number): boolean {
    const gone = this.#sql.get("DELETE FROM executions WHERE seq = ? RETURNING seq", [seq]);
    if (gone === undefined) return false;
    this.#search.remove(seq);
    return true;
  }

  /** After a transaction that was undone, and with it what was noted here. */
  undo(): void {
    this.#settled.clear();
    this.#search.undo();
  }

  #list(
    row: CollectedRow,
    { seq, key, writtenAt, isNew }: RowPlace,
    files: ReturnType<typeof filesOfRow>,
  ): ListedExecution {
    const summary = summarizeExecution(row, {
      key,
      updatedAt: writtenAt,
      files,
      mediaUrl: (file) => this.#files.mediaUrl(file),
    });
    this.#sql.run(
      `INSERT OR REPLACE INTO executions
       (seq, started_at, model, version, status, kind, project_id, stands_in, summary)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        seq,
        summary.startedAt,
        summary.model,
        summary.version,
        summary.status,
        summary.outputKind,
        row.project_id ?? null,
        isExecution(row) ? 0 : 1,
        JSON.stringify(summary),
      ],
    );
    this.#search.put(seq, row, isNew);
    return { summary, projectId: row.project_id ?? null };
  }

  #standsIn(row: CollectedRow): boolean {
    if (row["comment"] != null || row.metrics?.["end"] == null) return false;
    if ((row.span_parents ?? []).length > 0) return false;
    return (
      this.#sql.get(`${LISTED_OF_TRACE} AND stands_in = 0 LIMIT 1`, [traceIdOf(row)]) === undefined
    );
  }

  #unlistStandIns(traceId: string): boolean {
    if (this.#settled.has(traceId)) return false;
    const standIns = this.#sql.all(`${LISTED_OF_TRACE} AND stands_in = 1`, [traceId]);
    for (const { seq } of standIns) this.remove(Number(seq));
    if (this.#settled.size >= MOST_SETTLED) this.#settled.clear();
    this.#settled.add(traceId);
    return standIns.length > 0;
  }
}

/** A stored summary as the API tells it. */
export function withProject(
  summary: StoredSummary,
  project: ExecutionSummary["project"],
): ExecutionSummary {
  return { ...summary, project };
}
