import Libsql from "libsql";

/**
 * Lets one process have a directory: a lock of the system's on a file of its own, which is gone
 * when its process is, killed or not. SQLite brings it, as Node has no file locks.
 */
export class DirectoryLock {
  readonly #database: Libsql.Database;

  /** Throws the error `SQLITE_BUSY` where another process, or another viewer of this one, has it. */
  constructor(path: string) {
    this.#database = new Libsql(path);
    try {
      this.#database.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  release(): void {
    this.#database.exec("ROLLBACK");
    this.#database.close();
  }
}
