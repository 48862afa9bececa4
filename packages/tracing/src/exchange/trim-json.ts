/** How many members of the largest size a whole may hold. */
const MEMBERS = 4;

/** What matters inside of a string. */
const NOTABLE = /["\\]/g;

/**
 * Keeps the JSON of an object within a limit while it comes: a member that is longer becomes
 * `null`, the others stay. Of a prediction with a huge output its id, status and metrics remain.
 *
 * It tells strings from structure, no more; whether the text is JSON shows when it is parsed.
 */
export class JsonTrimmer {
  readonly #limit: number;
  #kept = "";
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Where in what is kept the value of the present member begins. */
  #valueAt: number | undefined;
  #skips = false;
  #trimmed = false;

  /** @param limit - Characters that a member may have. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is left, or `undefined` when even that is too long. */
  get text(): string | undefined {
    return this.#kept.length > MEMBERS * this.#limit ? undefined : this.#kept;
  }

  /** Whether a member was dropped. */
  get trimmed(): boolean {
    return this.#trimmed;
  }

  /** Takes the next piece of the text. */
  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      if (this.#inString) {
        at = this.#endOfString(text, at);
        continue;
      }
      const ends = this.#step(text[at]);
      if (ends === undefined) continue;
      this.#keep(text.slice(from, ends === "value" ? at : at + 1));
      from = ends === "value" ? at : at + 1;
      this.#skips = false;
      this.#valueAt = ends === "value" ? undefined : this.#kept.length;
    }
    this.#keep(text.slice(from));
  }

  /** @returns what ends with this character: the name of a member, or its value. */
  #step(character: string | undefined): "name" | "value" | undefined {
    switch (character) {
      case '"':
        this.#inString = true;
        return undefined;
      case "{":
      case "[":
        this.#depth += 1;
        return undefined;
      case "}":
      case "]":
        this.#depth -= 1;
        return this.#depth === 0 ? "value" : undefined;
      case ":":
        return this.#depth === 1 ? "name" : undefined;
      case ",":
        return this.#depth === 1 ? "value" : undefined;
      default:
        return undefined;
    }
  }

  /** @returns where the string ends, or the text. */
  #endOfString(text: string, start: number): number {
    NOTABLE.lastIndex = this.#escaped ? start + 1 : start;
    this.#escaped = false;
    for (;;) {
      const found = NOTABLE.exec(text);
      if (found === null) return text.length;
      if (found[0] === '"') {
        this.#inString = false;
        return found.index;
      }
      NOTABLE.lastIndex += 1;
      if (NOTABLE.lastIndex > text.length) {
        this.#escaped = true;
        return text.length;
      }
    }
  }

  #keep(text: string): void {
    if (this.#skips || text === "" || this.#kept.length > MEMBERS * this.#limit) return;
    this.#kept += text;
    if (this.#valueAt === undefined || this.#kept.length - this.#valueAt <= this.#limit) return;
    this.#kept = `${this.#kept.slice(0, this.#valueAt)}null`;
    this.#skips = true;
    this.#trimmed = true;
  }
}
