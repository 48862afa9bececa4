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

  /** Takes room for one more item or field. Where there is none, it is cut. */
  begin(bytes: number): boolean {
    const fits = this.#left > 0;
    this.#left -= bytes;
    this.truncated ||= !fits;
    return fits;
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
    const room = new Uint8Array(Math.max(0, Math.min(this.#left, text.length * 3)));
    const { read, written } = new TextEncoder().encodeInto(text, room);
    this.#left -= written;
    if (read === text.length) return text;
    this.truncated = true;
    this.#left = 0;
    return text.slice(0, read);
  }
}
