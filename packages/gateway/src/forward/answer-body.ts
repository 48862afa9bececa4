import type { Transform } from "node:stream";
import type { UrlSplicer } from "../rewrite/url-splicer.ts";
import type { BodyObserver } from "braintrust-replicate/http";
import type { ClientWriter, Source } from "./client-writer.ts";

/** Takes the body of an answer, piece by piece, and passes it to the client in its way. */
export interface AnswerBody {
  push(piece: Buffer): void;
  end(): void;
  /** There will be no more of it, and nothing of it is to be sent any more. */
  stop(): void;
}

/** Passes a body untouched, each piece at once. */
export class UntouchedBody implements AnswerBody {
  readonly #writer: ClientWriter;
  readonly #observer: BodyObserver | undefined;
  readonly #decoder: Transform | undefined;

  /** @param decoder - What the observer needs to read the body. */
  constructor(
    writer: ClientWriter,
    observer: BodyObserver | undefined,
    decoder: Transform | undefined,
  ) {
    this.#writer = writer;
    this.#observer = observer;
    this.#decoder = decoder;
    if (observer === undefined || decoder === undefined) return;
    decoder.on("data", (piece: Buffer) => observer.push(piece));
    decoder.on("end", () => observer.end());
    decoder.on("error", (error) => observer.broke("lost", error));
  }

  push(piece: Buffer): void {
    this.#writer.write(piece);
    if (this.#decoder !== undefined) this.#decoder.write(piece);
    else this.#observer?.push(piece);
  }

  end(): void {
    this.#writer.end();
    if (this.#decoder !== undefined) this.#decoder.end();
    else this.#observer?.end();
  }

  /** All that came has been sent. */
  stop(): void {}
}

/** What a rewritten body needs. */
export interface RewrittenBodyParts {
  readonly writer: ClientWriter;
  readonly splicer: UrlSplicer;
  readonly observer: BodyObserver | undefined;
  readonly decoder: Transform | undefined;
  /** Where the pieces come from. */
  readonly source: Source;
  /** Sends the head, once it is known how long the body is or that it will not be known. */
  readonly sendHead: (length: number | undefined) => void;
  /** The body is no such coding: nothing has been sent unless it was long. */
  readonly onError: (error: Error) => void;
}

/** Up to here a body is held until it is whole, so that its length can be sent. */
const HELD_BYTES = 256 * 1024;

/** Decodes a body, replaces its URLs, and passes on the rest as it is. */
export class RewrittenBody implements AnswerBody {
  readonly #parts: RewrittenBodyParts;
  readonly #held: Buffer[] = [];
  #heldBytes = 0;
  #streaming = false;
  #empty = true;

  constructor(parts: RewrittenBodyParts) {
    this.#parts = parts;
    const { decoder, writer, source } = parts;
    writer.from(decoder ?? source);
    if (decoder === undefined) return;
    decoder.on("data", (piece: Buffer) => this.#decoded(piece));
    decoder.on("end", () => this.#finish());
    decoder.on("error", parts.onError);
    decoder.on("drain", () => source.resume());
  }

  push(piece: Buffer): void {
    const { decoder, source } = this.#parts;
    this.#empty = false;
    if (decoder === undefined) this.#decoded(piece);
    else if (!decoder.write(piece)) source.pause();
  }

  end(): void {
    const { decoder } = this.#parts;
    // No body is no coding of anything, whatever the head says.
    if (decoder === undefined || this.#empty) this.#finish();
    else decoder.end();
  }

  /** A decoder works in its own time: what it still has comes after whatever is answered now. */
  stop(): void {
    this.#parts.decoder?.destroy();
  }

  #decoded(piece: Buffer): void {
    const { observer, splicer, writer } = this.#parts;
    observer?.push(piece);
    const pieces = splicer.push(piece);
    if (this.#streaming) {
      for (const one of pieces) writer.write(one);
      return;
    }
    for (const one of pieces) this.#hold(one);
    if (this.#heldBytes > HELD_BYTES) this.#startStreaming();
  }

  #hold(piece: Buffer): void {
    this.#held.push(piece);
    this.#heldBytes += piece.length;
  }

  #startStreaming(): void {
    this.#streaming = true;
    this.#parts.sendHead(undefined);
    for (const piece of this.#held) this.#parts.writer.write(piece);
    this.#held.length = 0;
  }

  #finish(): void {
    this.#sendRest();
    // What is read of the answer is read when the client has it.
    this.#parts.observer?.end();
  }

  #sendRest(): void {
    const { splicer, writer, sendHead } = this.#parts;
    const rest = splicer.end();
    if (this.#streaming) {
      for (const piece of rest) writer.write(piece);
      writer.end();
      return;
    }
    for (const piece of rest) this.#hold(piece);
    sendHead(this.#heldBytes);
    writer.end(this.#held.length === 1 ? this.#held[0] : Buffer.concat(this.#held));
  }
}
