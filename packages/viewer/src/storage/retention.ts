import type { FileRecords } from "./file-records.ts";
import type { MediaFiles } from "./media-files.ts";
import type { SearchIndex } from "./search-index.ts";
import type { SqlDatabase } from "./sql-database.ts";

/** What is kept and for how long. */
export interface RetentionLimits {
  /** Seconds since the last row of a trace; without end unless said. */
  readonly retentionSeconds?: number;
  /** Bytes of the database and the files together. */
  readonly maxBytes: number;
}

/** Traces removed in one transaction: few, so that what is logged meanwhile does not wait. */
const TRACES_AT_ONCE = 100;

/** When too much is stored, this part of the limit is left: removing a little at every row is slow. */
const LEFT_OF_LIMIT = 0.9;

/** What retention works on. */
export interface RetentionParts {
  readonly sql: SqlDatabase;
  readonly files: FileRecords;
  readonly media: MediaFiles;
  readonly search: SearchIndex;
}

/** Removes traces that are over their time, and the oldest ones where too much is stored. */
export class Retention {
  readonly #parts: RetentionParts;
  readonly #limits: RetentionLimits;

  constructor(parts: RetentionParts, limits: RetentionLimits) {
    this.#parts = parts;
    this.#limits = limits;
  }

  /**
   * Does a small part of the work, so that a caller can do something else in between. Answers what
   * was removed and whether there is more to do. `now` is in epoch seconds.
   */
  step(now: number): { readonly removedTraces: number; readonly isDone: boolean } {
    const { retentionSeconds } = this.#limits;
    const old =
      retentionSeconds === undefined
        ? []
        : this.#traces("WHERE written_at < ?", [now - retentionSeconds]);
    const traces = old.length > 0 ? old : this.#tracesOverSize();
    if (traces.length === 0) return { removedTraces: 0, isDone: true };
    try {
      this.#remove(traces);
    } catch (error) {
      this.#parts.search.undo();
      throw error;
    }
    this.removeUnusedFiles();
    this.#parts.sql.shrink();
    return { removedTraces: traces.length, isDone: false };
  }

  /** Bytes that are stored, the database and the files together. */
  storedBytes(): number {
    return this.#parts.sql.usedBytes() + this.#parts.files.mediaBytes();
  }

  /** Removes the files of which no row, attachment or copy speaks any more. */
  removeUnusedFiles(): void {
    const { sql, media } = this.#parts;
    const unused = sql.transaction(() => {
      sql.run(
        `DELETE FROM attachments WHERE written_at < (SELECT coalesce(min(written_at), 9e99) FROM rows)
         AND NOT EXISTS (SELECT 1 FROM row_files WHERE ref = 'attachment:' || attachments.key)`,
      );
      sql.run(
        `DELETE FROM copies WHERE NOT EXISTS
         (SELECT 1 FROM row_files WHERE ref = 'url:' || copies.url)`,
      );
      return sql.all(
        `DELETE FROM media WHERE
           NOT EXISTS (SELECT 1 FROM attachments WHERE attachments.sha256 = media.sha256)
           AND NOT EXISTS (SELECT 1 FROM copies WHERE copies.sha256 = media.sha256)
           AND NOT EXISTS (SELECT 1 FROM row_files WHERE ref = 'sha256:' || media.sha256)
         RETURNING sha256`,
      );
    });
    for (const { sha256 } of unused) media.remove(String(sha256));
  }

  /** Removes files of which the database knows nothing: a process was killed between the two. */
  removeStrayFiles(): void {
    const { files, media } = this.#parts;
    for (const sha256 of media.list()) {
      if (files.media(sha256) === undefined) media.remove(sha256);
    }
  }

  #tracesOverSize(): readonly string[] {
    const { maxBytes } = this.#limits;
    const stored = this.storedBytes();
    if (stored <= maxBytes) return [];
    // The last trace stays, however large: an empty list would say that nothing was logged.
    const traces = this.#traces("", []);
    const share = Math.ceil(traces.length * Math.min(1, 1 - (maxBytes * LEFT_OF_LIMIT) / stored));
    const total = Number(this.#parts.sql.get("SELECT count(*) AS n FROM traces")?.["n"] ?? 0);
    return traces.slice(0, Math.min(Math.max(1, share), total - 1));
  }

  #traces(where: string, values: readonly number[]): readonly string[] {
    return this.#parts.sql
      .all(`SELECT id FROM traces ${where} ORDER BY written_at LIMIT ${TRACES_AT_ONCE}`, values)
      .map((row) => String(row["id"]));
  }

  #remove(traceIds: readonly string[]): void {
    const { sql, search } = this.#parts;
    sql.transaction(() => {
      for (const traceId of traceIds) {
        const rows = sql.all("DELETE FROM rows WHERE trace_id = ? RETURNING seq", [traceId]);
        for (const row of rows) {
          const seq = Number(row["seq"]);
          sql.run("DELETE FROM executions WHERE seq = ?", [seq]);
          sql.run("DELETE FROM row_files WHERE seq = ?", [seq]);
          search.remove(seq);
        }
        sql.run("DELETE FROM traces WHERE id = ?", [traceId]);
      }
    });
  }
}
