/** What can be wrong with the place where everything is kept. */
export type StorageTrouble = "damaged" | "full" | "locked" | "newer" | "unwritable";

/** A problem of the storage, with a message for people. */
export class StorageProblem extends Error {
  readonly trouble: StorageTrouble;

  constructor(trouble: StorageTrouble, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "StorageProblem";
    this.trouble = trouble;
  }
}

/**
 * Which trouble an error of SQLite or of the file system is; `undefined` for any other error.
 * Codes: https://www.sqlite.org/rescode.html.
 */
export function troubleOf(error: unknown): StorageTrouble | undefined {
  if (error instanceof StorageProblem) return error.trouble;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) return "damaged";
  if (/^SQLITE_FULL|^ENOSPC$|^EDQUOT$|^EFBIG$/.test(code)) return "full";
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return "locked";
  if (/^SQLITE_(?:READONLY|CANTOPEN|PERM|IOERR)|^EACCES$|^EROFS$|^EPERM$|^EIO$/.test(code)) {
    return "unwritable";
  }
  return undefined;
}

/**
 * The message for people, with the directory it happened in.
 *
 * @example
 * describeTrouble("full", "/app/.braintrust-replicate");
 */
export function describeTrouble(trouble: StorageTrouble, directory: string): string {
  switch (trouble) {
    case "damaged":
      return `The database in ${directory} is damaged.`;
    case "full":
      return `There is no space left for ${directory}. Free some, or remove what is stored with the command clear; the row was not stored.`;
    case "locked":
      return `Another program has the database in ${directory} open. Stop it, or choose another directory with --dir.`;
    case "newer":
      return `The database in ${directory} was written by a newer version of the viewer. Use that version, or choose another directory with --dir.`;
    case "unwritable":
      return `${directory} cannot be read or written. Choose another directory with --dir.`;
  }
}
