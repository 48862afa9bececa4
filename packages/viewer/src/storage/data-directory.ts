import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join, resolve } from "node:path";
import { isLoopback } from "../collector/local-guard.ts";
import { isJsonObject } from "../store/json-value.ts";
import { describeTrouble, StorageProblem, troubleOf } from "./storage-problem.ts";

/** Who has a directory: written by a viewer when it listens, removed when it stops. */
export interface ViewerNote {
  readonly pid: number;
  /** Where it listens, without a slash at the end. */
  readonly url: string;
}

/** The directory in which a viewer keeps everything: the database, the files and a note of who has it. */
export class DataDirectory {
  /** Absolute. */
  readonly path: string;

  /**
   * Creates the directory where it does not exist, with a `.gitignore` of its own: what an app
   * logged belongs in no repository. Throws a `StorageProblem` where that cannot be done.
   */
  constructor(path: string) {
    this.path = resolve(path);
    try {
      mkdirSync(this.mediaPath, { recursive: true, mode: 0o700 });
      const ignore = join(this.path, ".gitignore");
      if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
    } catch (error) {
      const trouble = troubleOf(error) ?? "unwritable";
      throw new StorageProblem(trouble, describeTrouble(trouble, this.path), error);
    }
  }

  get databasePath(): string {
    return join(this.path, "viewer.db");
  }

  get mediaPath(): string {
    return join(this.path, "media");
  }

  /** The note of a viewer, which may have been killed since. */
  readNote(): ViewerNote | undefined {
    try {
      const note: unknown = JSON.parse(readFileSync(this.#notePath, "utf8"));
      if (!isJsonObject(note)) return undefined;
      const { pid, url } = note;
      const isNote = typeof pid === "number" && typeof url === "string" && isOfThisMachine(url);
      return isNote ? { pid, url } : undefined;
    } catch {
      return undefined;
    }
  }

  writeNote(note: ViewerNote): void {
    const draft = `${this.#notePath}.${note.pid}`;
    writeFileSync(draft, `${JSON.stringify(note)}\n`);
    renameSync(draft, this.#notePath);
  }

  removeNote(): void {
    rmSync(this.#notePath, { force: true });
  }

  get #notePath(): string {
    return join(this.path, "viewer.json");
  }
}

/** A directory may come from somebody else, with a note that leads to them: a key must not follow. */
function isOfThisMachine(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return (
    url.protocol === "http:" &&
    url.origin === text &&
    (isLoopback(host) || own.some(({ address }) => address === host))
  );
}
