/** The part of a stream that a region needs; a terminal has all of it. */
export interface RegionStream {
  write(text: string): unknown;
  readonly rows?: number;
}

/** Lines at the end of a terminal that are drawn anew in place; what is printed goes above them. */
export class LiveRegion {
  readonly #stream: RegionStream;
  #lines = 0;

  constructor(stream: RegionStream) {
    this.#stream = stream;
  }

  /** Text that stays. */
  print(text: string): void {
    this.#stream.write(`${this.#eraser()}${text}\n`);
    this.#lines = 0;
  }

  /** Text in place of the text of the last call; its end, where it is higher than the terminal. */
  redraw(text: string): void {
    const most = Math.max(1, (this.#stream.rows ?? 24) - 1);
    const lines = text === "" ? [] : text.split("\n").slice(-most);
    this.#stream.write(`${this.#eraser()}${lines.map((line) => `${line}\n`).join("")}`);
    this.#lines = lines.length;
  }

  /** Up to the first line of the region, and erase from there (ECMA-48: CUU, ED). */
  #eraser(): string {
    return this.#lines === 0 ? "" : `\u001b[${this.#lines}A\u001b[0J`;
  }
}
