interface Row {
  readonly cells: string[];
  /** The text goes on in the next row, because the window is no wider. */
  isWrapped: boolean;
}

/**
 * What a person sees of what a program writes to a terminal: as far as the programs here need it,
 * after ECMA-48 and the terminals that wrap lines anew when their window changes, which most do.
 */
export class TerminalScreen {
  #rows: Row[] = [blank()];
  #row = 0;
  #column = 0;
  #width: number;
  #height: number;
  /** What was written besides text. */
  readonly sequences: string[] = [];
  /** The start of a sequence whose end has not come yet. */
  #unread = "";

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** What the window shows, without the empty rows at its end. */
  get window(): readonly string[] {
    return textOf(this.#rows.slice(this.#top));
  }

  /** All lines since the start, also those that have left the window; none of them wrapped. */
  get lines(): readonly string[] {
    return textOf(unwrap(this.#rows));
  }

  write(text: string): void {
    const whole = this.#unread + text;
    const [unread = ""] = /(?![\r\n])\p{Control}(?:\[[\d;]*)?$/u.exec(whole) ?? [];
    this.#unread = unread;
    const readable = whole.slice(0, whole.length - unread.length);
    for (const [part] of readable.matchAll(/(?![\r\n])\p{Control}\[[\d;]*[A-Za-z]|[^]/gu))
      this.#take(part);
  }

  resize(width: number, height: number): void {
    const cursor = this.#rows.slice(0, this.#row).filter(({ isWrapped }) => !isWrapped).length;
    const lines = unwrap(this.#rows.slice(0, this.#row + 1));
    this.#width = width;
    this.#height = height;
    this.#rows = lines.flatMap((line) => wrap(line, width));
    // These programs leave the cursor where a line begins.
    this.#row = lines.slice(0, cursor).flatMap((line) => wrap(line, width)).length;
  }

  get #top(): number {
    return Math.max(0, this.#rows.length - this.#height);
  }

  #take(part: string): void {
    const [, count = "", command] = /^\p{Control}\[([\d;]*)([A-Za-z])$/u.exec(part) ?? [];
    if (command !== undefined) this.sequences.push(part);
    if (part === "\r") this.#column = 0;
    else if (part === "\n") this.#down();
    else if (command === undefined) this.#put(part);
    else if (command === "A") this.#row = Math.max(this.#top, this.#row - Number(count || "1"));
    else if (command === "J" && count === "0") this.#eraseBelow();
    else if (command !== "m") throw new Error(`This screen does not know ${JSON.stringify(part)}`);
  }

  #put(sign: string): void {
    if (this.#column === this.#width) {
      this.#here.isWrapped = true;
      this.#down();
      this.#column = 0;
    }
    const { cells } = this.#here;
    while (cells.length < this.#column) cells.push(" ");
    cells[this.#column] = sign;
    this.#column += 1;
  }

  #down(): void {
    this.#row += 1;
    if (this.#row === this.#rows.length) this.#rows.push(blank());
  }

  #eraseBelow(): void {
    this.#here.cells.length = this.#column;
    this.#here.isWrapped = false;
    for (let below = this.#row + 1; below < this.#rows.length; below += 1) {
      this.#rows[below] = blank();
    }
  }

  get #here(): Row {
    const row = this.#rows[this.#row];
    if (row === undefined) throw new Error("The cursor has left the screen");
    return row;
  }
}

function blank(): Row {
  return { cells: [], isWrapped: false };
}

function unwrap(rows: readonly Row[]): readonly Row[] {
  const lines: Row[] = [];
  let open: Row | undefined;
  for (const { cells, isWrapped } of rows) {
    if (open === undefined) lines.push((open = { cells: [...cells], isWrapped: false }));
    else open.cells.push(...cells);
    if (!isWrapped) open = undefined;
  }
  return lines;
}

function wrap({ cells }: Row, width: number): readonly Row[] {
  const count = Math.max(1, Math.ceil(cells.length / width));
  return Array.from({ length: count }, (_, index) => ({
    cells: cells.slice(index * width, (index + 1) * width),
    isWrapped: index < count - 1,
  }));
}

function textOf(rows: readonly Row[]): readonly string[] {
  const lines = rows.map(({ cells }) => cells.join("").trimEnd());
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}
