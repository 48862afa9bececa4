const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LIST_START = 0x5b;
const LIST_END = 0x5d;
const OPENING: ReadonlySet<number> = new Set([LIST_START, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([LIST_END, 0x7d]);
/** Spaces and commas. */
const BETWEEN: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20, 0x2c]);

/**
 * Cuts the bytes of a JSON list of objects into the texts of its objects, as the bytes come. Only
 * quotes, backslashes and brackets matter for that, and in UTF-8 they are never part of anything
 * else; whether an object is JSON is for its reader to find out.
 */
export class ListSplitter {
  /** Brackets that are open: none before the list and after it, 1 in the list, more in an object. */
  #depth = 0;
  #inText = false;
  #escaped = false;
  #ended = false;
  /** What has come of the object that is open. */
  #parts: Uint8Array[] = [];

  /** Whether the list was closed. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Takes the next bytes and answers the objects that they complete.
   *
   * @throws TypeError where something else than an object is in the list, or around it.
   */
  push(bytes: Uint8Array): readonly string[] {
    const complete: string[] = [];
    let from = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const wasInside = this.#depth > 1;
      this.#read(bytes[at] ?? 0);
      const isInside = this.#depth > 1;
      if (isInside && !wasInside) from = at;
      if (isInside || !wasInside) continue;
      complete.push(Buffer.concat([...this.#parts, bytes.subarray(from, at + 1)]).toString());
      this.#parts = [];
    }
    // A copy would be needed if a reader used its buffer again; those of Node do not.
    if (this.#depth > 1) this.#parts.push(bytes.subarray(from));
    return complete;
  }

  #read(byte: number): void {
    if (this.#inText) return this.#readText(byte);
    if (byte === QUOTE && this.#depth > 1) this.#inText = true;
    else if (OPENING.has(byte) && this.#opens(byte)) this.#depth += 1;
    else if (CLOSING.has(byte) && this.#closes(byte)) this.#close();
    else if (this.#depth < 2 && !BETWEEN.has(byte)) throw new TypeError("not a list of objects");
  }

  #readText(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inText = false;
  }

  /** The list comes first, in it are objects, and in those anything. */
  #opens(byte: number): boolean {
    if (this.#depth > 1) return true;
    return !this.#ended && (byte === LIST_START) === (this.#depth === 0);
  }

  #closes(byte: number): boolean {
    return this.#depth > 1 || (this.#depth === 1 && byte === LIST_END);
  }

  #close(): void {
    this.#depth -= 1;
    this.#ended = this.#depth === 0;
  }
}
