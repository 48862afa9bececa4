import { fileOutputUrl, isFileUrl } from "../wire/file-url.ts";

/** Chunks are joined in batches: a text of a million tiny joined strings costs more than itself. */
const BATCH = 512;

/**
 * What a consumer was handed of one stream, kept flat and bounded.
 *
 * Output is text unless every chunk is a URL or a data URI. Events that repeat (a stream replayed
 * by something between Replicate and the client) are dropped by their id.
 */
export class StreamTranscript {
  /** Whether chunks were dropped at the limit. */
  truncated = false;
  /** When the first event with content came, in the milliseconds given to {@link push}. */
  firstContentAt: number | undefined;
  readonly #limit: number;
  #text = "";
  #pending: string[] = [];
  #length = 0;
  #onlyFiles = true;
  #lastSecond = -1;
  #lastSequence = -1;

  /** @param limit - Characters to keep; what comes after is dropped and marked. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Adds one `output` event.
   *
   * @param chunk - The text, or the object that the client made of a file's URL.
   * @param id - The event's id, `<unix seconds>:<sequence>`.
   * @param now - A monotonic time in milliseconds.
   */
  push(chunk: unknown, id: unknown, now: () => number): void {
    if (typeof id === "string" && this.#isRepeat(id)) return;
    const text = typeof chunk === "string" ? chunk : fileOutputUrl(chunk);
    if (!text) return;
    this.firstContentAt ??= now();
    if (this.#length + text.length > this.#limit) {
      this.truncated = true;
      // Half a text says something, half a URL does not.
      if (!isFileUrl(text)) this.#append(text.slice(0, this.#limit - this.#length));
      return;
    }
    this.#append(text);
  }

  /** The text, the list of files, or `undefined` when nothing was output. */
  get output(): string | readonly string[] | undefined {
    if (this.#length === 0) return undefined;
    if (this.#onlyFiles) return [...this.#pending];
    this.#flatten();
    return this.#text;
  }

  #append(text: string): void {
    if (text === "") return;
    this.#onlyFiles &&= isFileUrl(text);
    this.#length += text.length;
    this.#pending.push(text);
    if (this.#pending.length >= BATCH && !this.#onlyFiles) this.#flatten();
  }

  #flatten(): void {
    this.#text += this.#pending.join("");
    this.#pending = [];
  }

  #isRepeat(id: string): boolean {
    const colon = id.indexOf(":");
    if (colon < 1) return false;
    const second = Number(id.slice(0, colon));
    const sequence = Number(id.slice(colon + 1));
    if (Number.isNaN(second + sequence)) return false;
    if (second < this.#lastSecond) return true;
    if (second === this.#lastSecond && sequence <= this.#lastSequence) return true;
    this.#lastSecond = second;
    this.#lastSequence = sequence;
    return false;
  }
}
