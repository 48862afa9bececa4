import { DataDirectory } from "./data-directory.ts";
import { ExecutionIndex } from "./execution-index.ts";
import type { CopyPolicy } from "./file-records.ts";
import { FileRecords } from "./file-records.ts";
import { MediaFiles } from "./media-files.ts";
import type { RetentionLimits } from "./retention.ts";
import { Retention } from "./retention.ts";
import { SearchIndex } from "./search-index.ts";
import { SqlDatabase } from "./sql-database.ts";
import { SqliteRowStore } from "./sqlite-row-store.ts";

/** Everything that is kept in one directory, and the doors to it. */
export interface Archive {
  readonly directory: DataDirectory;
  readonly sql: SqlDatabase;
  readonly media: MediaFiles;
  readonly files: FileRecords;
  readonly search: SearchIndex;
  readonly store: SqliteRowStore;
  readonly retention: Retention;
  /** Removes everything that was logged, its files included. */
  clear(): void;
  close(): void;
}

/** How an archive is opened. */
export interface ArchiveOptions {
  readonly path: string;
  readonly limits: RetentionLimits;
  /** Which files on the network are to be copied. */
  readonly copyPolicy: CopyPolicy;
  readonly onFilesToCopy: () => void;
  /** Hears where a damaged database was put. */
  readonly onSetAside: (path: string) => void;
  /** The present time in milliseconds; the system's unless said. */
  readonly now?: () => number;
}

/**
 * Opens the directory in which everything is kept, and makes it where it does not exist. Throws a
 * `StorageProblem` where another process has it or it cannot be written.
 */
export function openArchive(options: ArchiveOptions): Archive {
  const { path, limits, copyPolicy, onFilesToCopy, onSetAside, now = Date.now } = options;
  const directory = new DataDirectory(path);
  const { databasePath } = directory;
  const sql = new SqlDatabase({ directory: directory.path, path: databasePath, onSetAside, now });
  const media = new MediaFiles(directory.mediaPath);
  const files = new FileRecords(sql, media, copyPolicy);
  const search = new SearchIndex(sql);
  const index = new ExecutionIndex({ sql, files, search });
  const store = new SqliteRowStore({ sql, index, search, files, now, onFilesToCopy });
  const retention = new Retention({ sql, files, media, search }, limits);
  files.resumeCopies();
  search.resume();
  const close = (): void => {
    search.close();
    sql.close();
  };
  const clear = (): void => {
    store.clear();
    retention.removeUnusedFiles();
    sql.shrink();
  };
  return { directory, sql, media, files, search, store, retention, clear, close };
}
