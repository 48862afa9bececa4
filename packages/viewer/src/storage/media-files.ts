import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where files in the making stand until they are whole. */
const DRAFTS = "drafts";

/** Files addressed by the SHA-256 of their bytes: no name that was logged becomes a path. */
export class MediaFiles {
  readonly #root: string;

  /** Removes what a killed process left half-written. */
  constructor(root: string) {
    this.#root = root;
    rmSync(join(root, DRAFTS), { recursive: true, force: true });
    mkdirSync(join(root, DRAFTS), { recursive: true });
  }

  /** Keeps the bytes and answers their hash in hexadecimal. Throws the error of the file system. */
  keep(bytes: Uint8Array): string {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (this.has(sha256)) return sha256;
    const draft = this.draft();
    try {
      writeFileSync(draft, bytes);
      this.keepDraft(draft, sha256);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
    return sha256;
  }

  /** A path to write a file to whose hash is not known yet. */
  draft(): string {
    return join(this.#root, DRAFTS, randomUUID());
  }

  /** Moves a draft to its place. */
  keepDraft(draft: string, sha256: string): void {
    const path = this.path(sha256);
    mkdirSync(dirname(path), { recursive: true });
    renameSync(draft, path);
  }

  has(sha256: string): boolean {
    return existsSync(this.path(sha256));
  }

  read(sha256: string): Uint8Array | undefined {
    return this.has(sha256) ? readFileSync(this.path(sha256)) : undefined;
  }

  /** Throws a `RangeError` for what is no hash, which therefore never becomes a path. */
  path(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError("Not a SHA-256 in hexadecimal");
    return join(this.#root, sha256.slice(0, 2), sha256);
  }

  remove(sha256: string): void {
    rmSync(this.path(sha256), { force: true });
  }

  /** Every hash that is there. */
  list(): readonly string[] {
    return readdirSync(this.#root)
      .filter((name) => /^[0-9a-f]{2}$/.test(name))
      .flatMap((name) => readdirSync(join(this.#root, name)))
      .filter((name) => /^[0-9a-f]{64}$/.test(name));
  }
}
