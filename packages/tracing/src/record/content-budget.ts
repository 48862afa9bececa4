/**
 * How much of one field may still be recorded. Counts UTF-8 bytes; what does not fit is cut and
 * remembered as cut.
 */
export class ContentBudget {
  /** Whether anything was cut. */
  truncated = false;
  #left: number;

  /** @param bytes - The limit of the field. */
  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Whether nothing fits any more. */
  get spent(): boolean {
    return this.#left <= 0;
  }

  /** Takes room for one more item or field. Where there is none, it is cut. */
  begin(bytes: number): boolean {
    if (this.spent) {
      this.truncated = true;
      return false;
    }
    this.take(bytes);
    return true;
  }

  /** Takes room for a key, a number, a bracket. */
  take(bytes: number): void {
    this.#left -= bytes;
  }

  /** Takes a text as far as there is room, never ending inside a character. */
  takeText(text: string): string {
    // Three bytes are the most that one UTF-16 unit can become: a text that fits in any case is
    // counted the fast way.
    if (text.length * 3 <= this.#left && typeof Buffer !== "undefined") {
      this.#left -= Buffer.byteLength(text);
      return text;
    }
    let bytes = 0;
    let end = 0;
    for (const character of text) {
      const point = character.codePointAt(0) ?? 0;
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > this.#left) {
        this.truncated = true;
        this.#left = 0;
        return text.slice(0, end);
      }
      end += character.length;
    }
    this.#left -= bytes;
    return text;
  }
}
