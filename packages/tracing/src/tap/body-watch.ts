import type { BodyObserver } from "../exchange/http-exchange.ts";

/**
 * One body, however many read it: clones and the two ends of a `tee` carry the same bytes, which
 * are told once, by whoever is ahead.
 */
export class BodyWatch {
  readonly #observer: BodyObserver;
  readonly #isOwnAbort: (error: unknown) => boolean;
  /** Bytes that were told. */
  #told = 0;
  /** How many have the body and have not left it. */
  #holders = 1;

  constructor(observer: BodyObserver, isOwnAbort: (error: unknown) => boolean) {
    this.#observer = observer;
    this.#isOwnAbort = isOwnAbort;
  }

  /** How many have the body, and have not left it. */
  get holders(): number {
    return this.#holders;
  }

  /** One more has the body. */
  branched(): void {
    this.#holders += 1;
  }

  /**
   * Somebody has read a chunk.
   *
   * @param at - How many bytes of the body came before it.
   */
  read(chunk: unknown, at: number): void {
    if (!ArrayBuffer.isView(chunk)) return;
    const news = this.#told - at;
    if (news >= chunk.byteLength) return;
    this.#told = at + chunk.byteLength;
    const { buffer, byteOffset, byteLength } = chunk;
    this.#observer.push(new Uint8Array(buffer, byteOffset + news, byteLength - news));
  }

  /** Somebody has read all of it as text. */
  readText(text: unknown): void {
    if (typeof text !== "string") return;
    if (this.#told === 0) this.#observer.push(text);
    else this.read(new TextEncoder().encode(text), 0);
    this.#observer.end();
  }

  /** Somebody has read all of it as bytes. */
  readBytes(bytes: unknown): void {
    this.read(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes, 0);
    this.#observer.end();
  }

  /** Somebody has read all of it as JSON. */
  readJson(value: unknown): void {
    this.#observer.parsed(value);
  }

  /** Somebody came to the end. */
  ended(): void {
    this.#observer.end();
  }

  /** It cannot be read on. */
  broke(error: unknown): void {
    this.#observer.broke(this.#isOwnAbort(error) ? "stopped" : "lost", error);
  }

  /** One who had the body wants no more of it. */
  left(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#observer.broke("stopped");
  }
}
