import type { MediaItem } from "../api/contract.ts";
import type { FileReference } from "../summary/files-of-row.ts";
import type { AttachmentAnnouncement, CollectedAttachment } from "../store/row-store.ts";
import { decodeDataUri } from "./decode-data-uri.ts";
import type { MediaFiles } from "./media-files.ts";
import { sniffContentType } from "./sniff-content-type.ts";
import type { SqlDatabase, SqlRow } from "./sql-database.ts";

/** How the copy of a file on the network fares. */
export type CopyState = "pending" | "keeping" | "kept" | "expired" | "refused" | "failed";

/** A file on the network that is, or is to be, copied. */
export interface CopyRecord {
  readonly url: string;
  readonly state: CopyState;
  readonly why: string | null;
  readonly sha256: string | null;
  readonly tries: number;
  /** Epoch seconds: from then on Replicate keeps it for about an hour. */
  readonly loggedAt: number;
}

/** Replicate deletes the output files of predictions made over the API after an hour. */
const REPLICATE_KEEPS_SECONDS = 3_600;

/** What is to be done with a URL's file. */
export type CopyPolicy = (url: string) => {
  /** Why it is not to be copied, for people; copied unless given. */
  readonly refused?: string;
  /** It is Replicate's, which deletes it after an hour. */
  readonly isReplicates?: boolean;
};

/** What the database and the disk know of files: attachments, copies, and the bytes of both. */
export class FileRecords {
  readonly #sql: SqlDatabase;
  readonly #media: MediaFiles;
  readonly #policy: CopyPolicy;

  constructor(sql: SqlDatabase, media: MediaFiles, policy: CopyPolicy) {
    this.#sql = sql;
    this.#media = media;
    this.#policy = policy;
  }

  /** Keeps bytes under their hash, on the disk first: a record never names a file that is not there. */
  keepBytes(bytes: Uint8Array, contentType: string): string {
    const sha256 = this.#media.keep(bytes);
    this.noteMedia(sha256, bytes.byteLength, sniffContentType(bytes) ?? contentType);
    return sha256;
  }

  noteMedia(sha256: string, bytes: number, contentType: string): void {
    this.#sql.run("INSERT OR IGNORE INTO media (sha256, bytes, content_type) VALUES (?, ?, ?)", [
      sha256,
      bytes,
      contentType.slice(0, 200),
    ]);
  }

  media(sha256: string): { readonly bytes: number; readonly contentType: string } | undefined {
    const row = this.#sql.get("SELECT bytes, content_type FROM media WHERE sha256 = ?", [sha256]);
    return row && { bytes: Number(row["bytes"]), contentType: String(row["content_type"]) };
  }

  mediaBytes(): number {
    return Number(this.#sql.get("SELECT sum(bytes) AS bytes FROM media")?.["bytes"] ?? 0);
  }

  announce(announcement: AttachmentAnnouncement, writtenAt: number): void {
    const { key, filename, contentType } = announcement;
    this.#sql.run(
      `INSERT INTO attachments (key, filename, content_type, status, written_at)
       VALUES (?, ?, ?, 'uploading', ?)
       ON CONFLICT (key) DO UPDATE SET filename = excluded.filename, content_type = excluded.content_type`,
      [key, filename, contentType, writtenAt],
    );
  }

  keepAttachment(key: string, bytes: Uint8Array): boolean {
    const known = this.#sql.get("SELECT content_type FROM attachments WHERE key = ?", [key]);
    if (known === undefined) return false;
    const sha256 = this.keepBytes(bytes, String(known["content_type"]));
    this.#sql.run("UPDATE attachments SET sha256 = ? WHERE key = ?", [sha256, key]);
    return true;
  }

  settleAttachment(key: string, errorMessage: string | undefined): boolean {
    const status = errorMessage === undefined ? "done" : "error";
    return (
      this.#sql.get(
        "UPDATE attachments SET status = ?, error_message = ? WHERE key = ? RETURNING key",
        [status, errorMessage ?? null, key],
      ) !== undefined
    );
  }

  attachment(key: string): CollectedAttachment | undefined {
    const row = this.#sql.get("SELECT * FROM attachments WHERE key = ?", [key]);
    return row && this.#attachmentOf(row);
  }

  /** Notes files of a row that is being written; answers whether there are new ones to copy. */
  noteFilesOfRow(seq: number, files: readonly FileReference[], loggedAt: number): boolean {
    let isWaiting = false;
    for (const { source, contentType } of files) {
      const ref = this.#refOf(source, contentType);
      this.#sql.run("INSERT OR IGNORE INTO row_files (seq, ref) VALUES (?, ?)", [seq, ref]);
      if (source.type !== "url" || this.#policy(source.url).refused !== undefined) continue;
      this.#sql.run(
        "INSERT OR IGNORE INTO copies (url, state, logged_at) VALUES (?, 'pending', ?)",
        [source.url, loggedAt],
      );
      isWaiting = true;
    }
    return isWaiting;
  }

  /** The copies that wait, oldest first, as they expire first. */
  pendingCopies(limit: number): readonly CopyRecord[] {
    return this.#sql
      .all("SELECT * FROM copies WHERE state = 'pending' ORDER BY logged_at LIMIT ?", [limit])
      .map(copyOf);
  }

  copy(url: string): CopyRecord | undefined {
    const row = this.#sql.get("SELECT * FROM copies WHERE url = ?", [url]);
    return row && copyOf(row);
  }

  setCopy(url: string, change: Partial<Omit<CopyRecord, "url" | "loggedAt">>): void {
    const { state = null, why = null, sha256 = null, tries = null } = change;
    this.#sql.run(
      `UPDATE copies SET state = coalesce(?, state), why = ?, sha256 = coalesce(?, sha256),
       tries = coalesce(?, tries) WHERE url = ?`,
      [state, why, sha256, tries, url],
    );
  }

  /** After a start: what a killed process was copying waits again. */
  resumeCopies(): void {
    this.#sql.run("UPDATE copies SET state = 'pending' WHERE state = 'keeping'");
  }

  /** The same-origin URL of a file's bytes, if they are kept. */
  mediaUrl(file: FileReference): string | null {
    const sha256 = this.#hashOf(file);
    return sha256 === null ? null : `/media/${sha256}`;
  }

  /** Everything about a file that a row speaks of. */
  describe(file: FileReference, isOver: boolean): MediaItem {
    const { path, filename, kind, source } = file;
    const sha256 = this.#hashOf(file);
    const media = sha256 === null ? undefined : this.media(sha256);
    const state = this.#stateOf(file, sha256);
    return {
      path,
      url: sha256 === null ? null : `/media/${sha256}`,
      source: source.type === "url" ? source.url : source.type === "attachment" ? filename : null,
      filename,
      contentType: file.contentType ?? media?.contentType ?? null,
      bytes: media?.bytes ?? null,
      kind,
      ...state,
      expiresAt: isOver && state.state !== "kept" ? this.#expiryOf(file) : null,
    };
  }

  /** When Replicate deletes a file; others are not known to be deleted. */
  #expiryOf({ source }: FileReference): number | null {
    const copy = source.type === "url" ? this.copy(source.url) : undefined;
    if (copy === undefined || this.#policy(copy.url).isReplicates !== true) return null;
    return copy.loggedAt + REPLICATE_KEEPS_SECONDS;
  }

  #stateOf({ source }: FileReference, sha256: string | null): Pick<MediaItem, "state" | "why"> {
    if (sha256 !== null) return { state: "kept", why: null };
    switch (source.type) {
      case "inline":
        return { state: "failed", why: "The data in the row cannot be read" };
      case "attachment": {
        const attachment = this.#sql.get("SELECT * FROM attachments WHERE key = ?", [source.key]);
        return attachment?.["status"] === "error"
          ? { state: "failed", why: textOrNull(attachment["error_message"]) ?? "The upload failed" }
          : { state: "pending", why: null };
      }
      case "url": {
        const copy = this.copy(source.url);
        if (copy !== undefined) return { state: copy.state, why: copy.why };
        return { state: "refused", why: this.#policy(source.url).refused ?? "It was not copied" };
      }
    }
  }

  #hashOf({ source, contentType }: FileReference): string | null {
    switch (source.type) {
      case "attachment": {
        const row = this.#sql.get("SELECT sha256 FROM attachments WHERE key = ?", [source.key]);
        return textOrNull(row?.["sha256"]);
      }
      case "url":
        return this.copy(source.url)?.sha256 ?? null;
      case "inline": {
        const ref = this.#refOf(source, contentType);
        return ref.startsWith("sha256:") ? ref.slice("sha256:".length) : null;
      }
    }
  }

  /** How a row's file is named in `row_files`; media inside the row are kept on the way. */
  #refOf(source: FileReference["source"], contentType: string | null): string {
    switch (source.type) {
      case "attachment":
        return `attachment:${source.key}`;
      case "url":
        return `url:${source.url}`;
      case "inline": {
        const bytes = decodeDataUri(source.dataUri);
        if (bytes === undefined) return "unreadable";
        return `sha256:${this.keepBytes(bytes, contentType ?? "application/octet-stream")}`;
      }
    }
  }

  #attachmentOf(row: SqlRow): CollectedAttachment {
    const sha256 = textOrNull(row["sha256"]);
    const errorMessage = textOrNull(row["error_message"]);
    const status = row["status"];
    const media = this.#media;
    const attachment: CollectedAttachment = {
      key: String(row["key"]),
      filename: String(row["filename"]),
      contentType: String(row["content_type"]),
      status: status === "done" || status === "error" ? status : "uploading",
      ...(errorMessage === null ? {} : { errorMessage }),
    };
    if (sha256 === null || !media.has(sha256)) return attachment;
    // Read when asked for: most who look at an attachment want no more than its status.
    return Object.defineProperty({ ...attachment, bytes: new Uint8Array() }, "bytes", {
      enumerable: true,
      get: () => media.read(sha256) ?? new Uint8Array(),
    });
  }
}

function copyOf(row: SqlRow): CopyRecord {
  const state = row["state"];
  return {
    url: String(row["url"]),
    state: isCopyState(state) ? state : "failed",
    why: textOrNull(row["why"]),
    sha256: textOrNull(row["sha256"]),
    tries: Number(row["tries"]),
    loggedAt: Number(row["logged_at"]),
  };
}

function isCopyState(value: unknown): value is CopyState {
  return ["pending", "keeping", "kept", "expired", "refused", "failed"].includes(String(value));
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
