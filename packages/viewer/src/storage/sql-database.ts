import { existsSync, renameSync } from "node:fs";
import Libsql from "libsql";
import { DirectoryLock } from "./directory-lock.ts";
import { MIGRATIONS } from "./migrations.ts";
import { describeTrouble, StorageProblem, troubleOf } from "./storage-problem.ts";

/** What a statement takes and gives. */
export type SqlValue = string | number | null;

/** A row as a statement gives it, by column. */
export type SqlRow = Readonly<Record<string, unknown>>;

type Statement = ReturnType<Libsql.Database["prepare"]>;

/** How a database is opened. */
export interface SqlOptions {
  /** The directory of the database, for messages. */
  readonly directory: string;
  /** The path of the file. */
  readonly path: string;
  /** Hears where a damaged database was put. */
  readonly onSetAside: (path: string) => void;
  /** The present time in milliseconds. */
  readonly now: () => number;
}

/**
 * The embedded database (SQLite by `libsql`), in the mode in which a killed process loses nothing
 * that a transaction has committed: a write-ahead log, which the next start reads. One process has
 * it at a time. A damaged one is moved aside, never deleted, and an empty one takes its place.
 */
export class SqlDatabase {
  readonly #options: SqlOptions;
  readonly #lock: DirectoryLock;
  #database: Libsql.Database;
  #statements = new Map<string, Statement>();

  /** Opens or creates it. Throws a `StorageProblem` where another has it open or it is unwritable. */
  constructor(options: SqlOptions) {
    this.#options = options;
    this.#lock = this.#takeLock();
    try {
      this.#database = this.#openOrSetAside();
    } catch (error) {
      this.#lock.release();
      throw error;
    }
  }

  /** Answers the number of the row that was inserted last. */
  run(sql: string, values: readonly SqlValue[] = []): number {
    return this.#guarded(() => Number(this.#statement(sql).run([...values]).lastInsertRowid));
  }

  get(sql: string, values: readonly SqlValue[] = []): SqlRow | undefined {
    return this.#guarded(() => {
      const row = this.#statement(sql).get([...values]);
      return isRow(row) ? row : undefined;
    });
  }

  all(sql: string, values: readonly SqlValue[] = []): readonly SqlRow[] {
    return this.#guarded(() =>
      this.#statement(sql)
        .all([...values])
        .filter(isRow),
    );
  }

  /**
   * Runs `work` whole or not at all. Throws a `StorageProblem`; after "damaged" the database is a
   * new, empty one, and the work can be tried again.
   */
  transaction<Result>(work: () => Result): Result {
    return this.#guarded(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        this.#database.exec("COMMIT");
        return result;
      } catch (error) {
        this.#rollBack();
        throw error;
      }
    });
  }

  /** Bytes in use, free pages not counted. */
  usedBytes(): number {
    const value = (name: string): number => Number(this.get(`PRAGMA ${name}`)?.[name] ?? 0);
    return (value("page_count") - value("freelist_count")) * value("page_size");
  }

  /** Gives the space of deleted rows back to the system. */
  shrink(): void {
    this.#guarded(() => {
      this.#database.exec("PRAGMA incremental_vacuum");
      this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    });
  }

  close(): void {
    try {
      this.#guarded(() => this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    } finally {
      this.#statements.clear();
      this.#database.close();
      this.#lock.release();
    }
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      const isNew = !(error instanceof StorageProblem);
      if (isNew && troubleOf(error) === "damaged") this.#replace();
      throw this.#described(error);
    }
  }

  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // Some failures, a full disk for one, have rolled back already.
    }
  }

  #replace(): void {
    this.#statements = new Map();
    this.#database.close();
    this.#setAside();
    this.#database = this.#open();
  }

  #takeLock(): DirectoryLock {
    try {
      return new DirectoryLock(`${this.#options.path}.lock`);
    } catch (error) {
      throw this.#described(error);
    }
  }

  #openOrSetAside(): Libsql.Database {
    try {
      return this.#open();
    } catch (error) {
      if (troubleOf(error) !== "damaged") throw this.#described(error);
      this.#setAside();
      return this.#open();
    }
  }

  /** The same error with a message for people, where there is one. */
  #described(error: unknown): unknown {
    const trouble = troubleOf(error);
    if (trouble === undefined || error instanceof StorageProblem) return error;
    return new StorageProblem(trouble, describeTrouble(trouble, this.#options.directory), error);
  }

  #open(): Libsql.Database {
    const database = new Libsql(this.#options.path, { timeout: 1_000 });
    try {
      database.exec("PRAGMA auto_vacuum = INCREMENTAL");
      database.pragma("journal_mode = WAL");
      database.exec("PRAGMA synchronous = NORMAL");
      database.exec("PRAGMA cache_size = -65536");
      database.exec("PRAGMA wal_autocheckpoint = 4000");
      database.exec("PRAGMA temp_store = MEMORY");
      migrate(database, this.#options.directory);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  #setAside(): void {
    const { path, now, onSetAside } = this.#options;
    const stamp = new Date(now()).toISOString().replace(/[:.]/g, "-");
    const aside = `${path}.damaged-${stamp}`;
    for (const part of ["", "-wal", "-shm"]) {
      if (existsSync(`${path}${part}`)) renameSync(`${path}${part}`, `${aside}${part}`);
    }
    onSetAside(aside);
  }
}

function migrate(database: Libsql.Database, directory: string): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const row = database.prepare("PRAGMA user_version").get();
    const version = isRow(row) ? Number(row["user_version"]) : 0;
    if (version > MIGRATIONS.length) {
      throw new StorageProblem("newer", describeTrouble("newer", directory));
    }
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    // Reads the roots of the tables: a database that is torn in two shows it here.
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    database.prepare("SELECT max(seq) FROM rows").get();
    database.prepare("SELECT max(seq) FROM executions").get();
    database.exec("COMMIT");
  } catch (error) {
    if (database.inTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function isRow(value: unknown): value is SqlRow {
  return typeof value === "object" && value !== null;
}
