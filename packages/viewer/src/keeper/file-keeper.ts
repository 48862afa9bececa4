import { rmSync } from "node:fs";
import type { CopyRecord } from "../storage/file-records.ts";
import type { Archive } from "../storage/open-archive.ts";
import { sniffContentType } from "../storage/sniff-content-type.ts";
import type { CopyRules } from "./copy-policy.ts";
import { CopyProblem } from "./copy-problem.ts";
import type { FetchedFile, FetchFileOptions } from "./fetch-file.ts";
import { fetchFile } from "./fetch-file.ts";

/** Limits of copying. */
interface KeepLimits {
  /** Of one file, in bytes. */
  readonly maxFileBytes: number;
  /** Of everything that is stored, in bytes. */
  readonly maxTotalBytes: number;
  readonly maxAtOnce: number;
  /** For one file, in milliseconds. */
  readonly timeoutMs: number;
}

/** What the keeper works with. */
export interface FileKeeperOptions {
  readonly archive: Pick<Archive, "files" | "media" | "store" | "retention" | "sql">;
  readonly rules: CopyRules;
  readonly limits: KeepLimits;
  readonly resolve?: FetchFileOptions["resolve"];
  /** Hears of a failure of the keeper itself, such as a full disk. */
  readonly onProblem: (message: string) => void;
}

/** How often a file is tried, and how long is waited in between, in milliseconds. */
const WAITS_MS = [1_000, 5_000, 20_000] as const;

/** How long is waited after a failure of the database, which is locked or has no space for a while. */
const PUT_OFF_MS = 5_000;

/**
 * Copies files from Replicate's delivery hosts as soon as rows speak of them: Replicate deletes them
 * after an hour. Some at once, the oldest first; what is not done when the process ends is taken up
 * again by the next.
 */
export class FileKeeper {
  readonly #options: FileKeeperOptions;
  readonly #stopping = new AbortController();
  readonly #running = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #isPutOff = false;

  constructor(options: FileKeeperOptions) {
    this.#options = options;
  }

  /** Takes up what waits; later, where the database fails. Never throws: nobody could do anything. */
  nudge(): void {
    if (this.#isPutOff || this.#stopping.signal.aborted) return;
    try {
      this.#takeUp();
    } catch (error) {
      this.#isPutOff = true;
      this.#options.onProblem(messageOf(error));
      this.#later(PUT_OFF_MS, () => {
        this.#isPutOff = false;
        this.nudge();
      });
    }
  }

  /** Ends what is under way; it waits for the next start. */
  stop(): void {
    this.#stopping.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #takeUp(): void {
    const { archive, limits } = this.#options;
    const free = limits.maxAtOnce - this.#running.size;
    if (free <= 0) return;
    for (const copy of archive.files.pendingCopies(free)) {
      archive.files.setCopy(copy.url, { state: "keeping" });
      this.#running.add(copy.url);
      void this.#keep(copy);
    }
  }

  async #keep(copy: CopyRecord): Promise<void> {
    try {
      await this.#copyOne(copy);
    } catch (error) {
      if (!this.#stopping.signal.aborted) {
        this.#options.onProblem(messageOf(error));
        this.#waitAgain(copy, PUT_OFF_MS);
      }
    }
    this.#running.delete(copy.url);
    this.nudge();
  }

  async #copyOne(copy: CopyRecord): Promise<void> {
    const { archive, rules, limits, resolve } = this.#options;
    const draft = archive.media.draft();
    try {
      const left = limits.maxTotalBytes - archive.retention.storedBytes();
      if (left <= 0) throw new CopyProblem("refused", "The space for stored files is used up");
      const file = await fetchFile(copy.url, {
        rules,
        draft,
        maxBytes: Math.min(limits.maxFileBytes, left),
        timeoutMs: limits.timeoutMs,
        signal: this.#stopping.signal,
        ...(resolve === undefined ? {} : { resolve }),
      });
      if (this.#stopping.signal.aborted) return;
      this.#settle(copy, file, draft);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      if (!(error instanceof CopyProblem)) throw error;
      this.#giveUpOrWait(copy, error);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  #settle(copy: CopyRecord, file: FetchedFile, draft: string): void {
    const { archive } = this.#options;
    const { sha256, bytes } = file;
    // The rows that spoke of it were removed meanwhile.
    if (archive.files.copy(copy.url) === undefined) return;
    archive.media.keepDraft(draft, sha256);
    archive.sql.transaction(() => {
      archive.files.noteMedia(sha256, bytes, sniffContentType(file.start) ?? file.contentType);
      archive.files.setCopy(copy.url, { state: "kept", sha256 });
    });
    archive.store.refreshFile(`url:${copy.url}`);
  }

  #giveUpOrWait(copy: CopyRecord, problem: CopyProblem): void {
    const { files, store } = this.#options.archive;
    const tries = copy.tries + 1;
    const wait = problem.isPassing ? WAITS_MS[copy.tries] : undefined;
    const why = problem.message;
    if (wait === undefined) {
      files.setCopy(copy.url, { state: problem.state, why, tries });
    } else {
      files.setCopy(copy.url, { state: "keeping", why, tries });
      this.#waitAgain(copy, wait, { why, tries });
    }
    store.refreshFile(`url:${copy.url}`);
  }

  #waitAgain(copy: CopyRecord, ms: number, change: Partial<CopyRecord> = {}): void {
    this.#later(ms, () => {
      try {
        this.#options.archive.files.setCopy(copy.url, { ...change, state: "pending" });
      } catch {
        // The database fails still, as was said.
        this.#waitAgain(copy, PUT_OFF_MS, change);
        return;
      }
      this.nudge();
    });
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms).unref();
    this.#timers.add(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
