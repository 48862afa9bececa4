/** What an answer holds: one execution, a page of executions, or a page of something else. */
export type JsonShape = "execution" | "executions" | "page";

/** The URLs that lead back through the gateway. All others stay as they are. */
export type NamedUrl = "get" | "cancel" | "stream" | "next" | "previous";

/**
 * What stands in place of a URL; undefined leaves it alone.
 *
 * @param id - The execution that it belongs to; empty where none was named before it.
 */
export type ReplaceUrl = (name: NamedUrl, url: string, id: string) => string | undefined;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Where in the document the scan is. Only the last four have something to look for. */
type Place = "object" | "array" | "items" | "root" | "item" | "urls";

/** A string that may be a URL is held back until it is whole, up to this many bytes. */
const MAX_HELD_BYTES = 16 * 1024;
const MAX_DEPTH = 512;
const LONGEST_KEY = "previous".length;
const KEYS: ReadonlySet<string> = new Set([
  "id",
  "urls",
  "results",
  "get",
  "cancel",
  "stream",
  "next",
  "previous",
]);

/**
 * Finds the named URLs of a JSON document by their place in it, and replaces them at their byte
 * offsets. Nothing is parsed and written again, so every other byte stays what it was (`3e-06`, long
 * integers, duplicate keys, white space). Takes the document in pieces of any size and holds back
 * less than 16 KiB. Never throws: what is not JSON passes unchanged.
 *
 * @example
 * ```ts
 * const splicer = new UrlSplicer("execution", (name, url) => url.replace(UPSTREAM, GATEWAY));
 * for (const piece of splicer.push(body)) response.write(piece);
 * for (const piece of splicer.end()) response.write(piece);
 * ```
 */
export class UrlSplicer {
  readonly #shape: JsonShape;
  readonly #replace: ReplaceUrl;
  readonly #places: Place[] = [];
  #place: Place | undefined;
  #expectsKey = false;
  #key = "";
  #id = "";
  #held: Buffer | undefined;
  /** Inside a string that does not matter, which began in an earlier piece. */
  #inString = false;
  /** Whether that piece ended behind a backslash that escapes what comes next. */
  #escaped = false;
  #gaveUp = false;

  constructor(shape: JsonShape, replace: ReplaceUrl) {
    this.#shape = shape;
    this.#replace = replace;
  }

  /** The next piece of the document, with its URLs replaced. */
  push(piece: Buffer): readonly Buffer[] {
    if (this.#gaveUp) return [piece];
    const held = this.#held;
    this.#held = undefined;
    return this.#scan(held === undefined ? piece : Buffer.concat([held, piece]));
  }

  /** What was held back at the end of a document that ended too early. */
  end(): readonly Buffer[] {
    return this.#held === undefined ? [] : [this.#held];
  }

  #scan(bytes: Buffer): readonly Buffer[] {
    const pieces: Buffer[] = [];
    let sent = 0;
    let at = 0;
    if (this.#inString) {
      const end = closingQuote(bytes, 0, this.#escaped);
      if (end < 0) return this.#leaveInString(bytes, 0, [bytes]);
      this.#inString = false;
      at = end + 1;
    }
    while (at < bytes.length && !this.#gaveUp) {
      if (bytes[at] !== QUOTE) {
        this.#step(bytes[at++]);
        continue;
      }
      const end = closingQuote(bytes, at + 1, false);
      if (end < 0) {
        if (!this.#matters || bytes.length - at > MAX_HELD_BYTES) {
          pieces.push(bytes.subarray(sent));
          return this.#leaveInString(bytes, at + 1, pieces);
        }
        pieces.push(bytes.subarray(sent, at));
        this.#held = bytes.subarray(at);
        return pieces;
      }
      const replacement = this.#matters ? this.#string(bytes, at + 1, end) : undefined;
      this.#expectsKey = false;
      if (replacement !== undefined) {
        pieces.push(bytes.subarray(sent, at), replacement);
        sent = end + 1;
      }
      at = end + 1;
    }
    pieces.push(sent === 0 ? bytes : bytes.subarray(sent));
    return pieces;
  }

  #leaveInString(bytes: Buffer, from: number, pieces: readonly Buffer[]): readonly Buffer[] {
    let backslashes = 0;
    let at = bytes.length - 1;
    while (at >= from && bytes[at] === BACKSLASH) {
      backslashes++;
      at--;
    }
    // A piece of nothing but backslashes goes on with the count of the one before it.
    if (at < from && this.#inString && this.#escaped) backslashes++;
    this.#inString = true;
    this.#escaped = backslashes % 2 === 1;
    return pieces;
  }

  #step(byte: number | undefined): void {
    switch (byte) {
      case OPEN_OBJECT:
        this.#enter(this.#objectPlace());
        this.#expectsKey = true;
        break;
      case OPEN_ARRAY:
        this.#enter(this.#place === "root" && this.#key === "results" ? "items" : "array");
        this.#expectsKey = false;
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        this.#place = this.#places.pop();
        if (this.#places.length === 0) this.#place = undefined;
        this.#expectsKey = false;
        this.#key = "";
        break;
      case COMMA:
        this.#expectsKey = this.#place !== "array" && this.#place !== "items";
        this.#key = "";
        break;
      default:
    }
  }

  #enter(place: Place): void {
    this.#places.push(this.#place ?? place);
    this.#place = place;
    this.#key = "";
    // Nothing that Replicate sends is so deep; memory must not follow what somebody makes up.
    if (this.#places.length > MAX_DEPTH) this.#gaveUp = true;
  }

  #objectPlace(): Place {
    if (this.#place === undefined) return "root";
    if (this.#place === "items") return this.#shape === "executions" ? "item" : "object";
    if (this.#key !== "urls") return "object";
    if (this.#place === "root" && this.#shape === "execution") return "urls";
    return this.#place === "item" ? "urls" : "object";
  }

  /** Whether a string here is a key that must be known, or the value of such a key. */
  get #matters(): boolean {
    const place = this.#place;
    if (place !== "root" && place !== "item" && place !== "urls") return false;
    return this.#expectsKey || this.#key !== "";
  }

  #string(bytes: Buffer, start: number, end: number): Buffer | undefined {
    if (this.#expectsKey) {
      const key = end - start > LONGEST_KEY ? "" : bytes.toString("latin1", start, end);
      this.#key = KEYS.has(key) ? key : "";
      return undefined;
    }
    const name = this.#key;
    if (name === "id" && this.#place !== "urls") {
      this.#id = bytes.toString("latin1", start, end);
      return undefined;
    }
    if (!this.#isNamed(name)) return undefined;
    const url = textOf(bytes, start, end);
    const replacement = url === undefined ? undefined : this.#replace(name, url, this.#id);
    return replacement === undefined ? undefined : Buffer.from(JSON.stringify(replacement));
  }

  #isNamed(name: string): name is NamedUrl {
    if (this.#place === "urls") return name === "get" || name === "cancel" || name === "stream";
    if (this.#place !== "root" || this.#shape === "execution") return false;
    return name === "next" || name === "previous";
  }
}

/** The offset of the quote that ends a string, or -1. */
function closingQuote(bytes: Buffer, from: number, escaped: boolean): number {
  let at = bytes.indexOf(QUOTE, from);
  while (at >= 0) {
    let first = at;
    while (first > from && bytes[first - 1] === BACKSLASH) first--;
    const backslashes = at - first + (first === from && escaped ? 1 : 0);
    if (backslashes % 2 === 0) return at;
    at = bytes.indexOf(QUOTE, at + 1);
  }
  return -1;
}

function textOf(bytes: Buffer, start: number, end: number): string | undefined {
  const text = bytes.toString("utf8", start, end);
  if (!text.includes("\\")) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return undefined;
  }
}
