import type { CollectedRow } from "../store/collected-row.ts";
import { searchText } from "../summary/search-text.ts";
import type { SqlDatabase } from "./sql-database.ts";
import { rowOf } from "./stored-row.ts";

/** Texts waiting in memory: enough for large steps, few enough for a short pause. */
const MOST_WAITING = 500;
const MOST_CHARACTERS = 4_000_000;
const WAIT_MS = 300;

/**
 * The full-text index. It follows the rows by a moment, so that a row that is written twice, at its
 * start and at its end, is indexed once; a search indexes first what waits. A killed process loses
 * none: the next finds the rows that the index lacks.
 */
export class SearchIndex {
  readonly #sql: SqlDatabase;
  readonly #waiting = new Map<number, string>();
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Rows may be missing of which nothing waits here. */
  #lacksRows = false;

  constructor(sql: SqlDatabase) {
    this.#sql = sql;
  }

  /** Within the transaction that writes the row. A row that waits is one that the index lacks. */
  put(seq: number, row: CollectedRow, isNew: boolean): void {
    const text = searchText(row);
    if (!isNew && !this.#waiting.has(seq)) this.#unwrite(seq);
    this.#waiting.set(seq, text);
    this.#characters += text.length;
    this.#catchUpSoon();
  }

  remove(seq: number): void {
    if (!this.#waiting.delete(seq)) this.#unwrite(seq);
  }

  /** After the transaction: indexes at once where much waits. */
  settle(): void {
    if (this.#waiting.size >= MOST_WAITING || this.#characters >= MOST_CHARACTERS) this.catchUp();
  }

  /** Indexes what waits. */
  catchUp(): void {
    this.#stopWaiting();
    if (this.#lacksRows) this.resume();
    if (this.#waiting.size === 0) return;
    this.#sql.transaction(() => {
      for (const [seq, text] of this.#waiting) this.#write(seq, text);
    });
    this.forget();
  }

  /**
   * After a transaction that was undone: what waits may never have been stored, and what did wait
   * may have been taken out. The rows tell, when the index catches up.
   */
  undo(): void {
    this.forget();
    this.#lacksRows = true;
    this.#catchUpSoon();
  }

  /** After a start: indexes what waited when the process ended. */
  resume(): void {
    const step = (): number =>
      this.#sql.transaction(() => {
        const rows = this.#sql.all(
          `SELECT rows.seq AS seq, json FROM executions JOIN rows ON rows.seq = executions.seq
           WHERE executions.seq NOT IN (SELECT id FROM search_docsize) LIMIT 500`,
        );
        for (const row of rows) this.#write(Number(row["seq"]), searchText(rowOf(row)));
        return rows.length;
      });
    while (step() > 0);
    this.#lacksRows = false;
  }

  /** Indexes what waits, where that can be done now; the next start does the rest. */
  close(): void {
    this.#catchUpQuietly();
  }

  /** Lets go of what waits in memory: it is indexed, or its rows are gone. */
  forget(): void {
    this.#stopWaiting();
    this.#waiting.clear();
    this.#characters = 0;
  }

  #write(seq: number, text: string): void {
    this.#sql.run("INSERT INTO search (rowid, text) VALUES (?, ?)", [seq, text]);
  }

  #unwrite(seq: number): void {
    this.#sql.run("DELETE FROM search WHERE rowid = ?", [seq]);
  }

  #catchUpSoon(): void {
    this.#timer ??= setTimeout(() => this.#catchUpQuietly(), WAIT_MS).unref();
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #catchUpQuietly(): void {
    try {
      this.catchUp();
    } catch {
      // A full disk was told to whoever logged; what waits is indexed with the next rows.
      this.#stopWaiting();
    }
  }
}
