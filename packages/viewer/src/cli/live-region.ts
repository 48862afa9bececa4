import { displayWidth } from "../terminal/display-width.ts";
import { withoutPaint } from "../terminal/paint.ts";

/** The part of a stream that a region needs; a terminal has all of it. */
export interface RegionStream {
  write(text: string): unknown;
  readonly rows?: number;
  readonly columns?: number;
}

const DEFAULT_ROWS = 24;

/** Lines at the end of a terminal that are drawn anew in place; what is printed goes above them. */
export class LiveRegion {
  readonly #stream: RegionStream;
  #lines: readonly string[] = [];

  constructor(stream: RegionStream) {
    this.#stream = stream;
  }

  /** Text that stays. */
  print(text: string): void {
    this.#stream.write(`${this.#eraser()}${text}\n`);
    this.#lines = [];
  }

  /** Text in place of the text of the last call; its end, where it is higher than the terminal. */
  redraw(text: string): void {
    const lines = text === "" ? [] : this.#fitting(text.split("\n"));
    this.#stream.write(`${this.#eraser()}${textOf(lines)}`);
    this.#lines = lines;
  }

  /** Has something be written to the same terminal by another stream, above the lines. */
  interrupt(write: () => void): void {
    if (this.#lines.length > 0) this.#stream.write(this.#eraser());
    write();
    if (this.#lines.length > 0) this.#stream.write(textOf(this.#lines));
  }

  /**
   * To the left, as the terminal may have shown a key such as ^C, up to the first line of the region,
   * and erase from there (ECMA-48: CUU, ED).
   */
  #eraser(): string {
    const rows = this.#lines.reduce((sum, line) => sum + this.#rowsOf(line), 0);
    return rows === 0 ? "" : `\r\u001b[${rows}A\u001b[0J`;
  }

  #fitting(lines: readonly string[]): readonly string[] {
    let left = (this.#stream.rows || DEFAULT_ROWS) - 1;
    const tooHigh = lines.findLastIndex((line) => {
      left -= this.#rowsOf(line);
      return left < 0;
    });
    // The last one in any case: it is the latest news.
    return lines.slice(Math.min(tooHigh + 1, lines.length - 1));
  }

  /** A line that was drawn in a wider window takes more rows in a narrower one. */
  #rowsOf(line: string): number {
    const columns = this.#stream.columns || Infinity;
    return Math.max(1, Math.ceil(displayWidth(withoutPaint(line)) / columns));
  }
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
