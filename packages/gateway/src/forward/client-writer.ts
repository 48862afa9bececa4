import type { ServerResponse } from "node:http";

/** What can be told to wait while a client does not read. */
export interface Source {
  pause(): void;
  resume(): void;
}

/** The head of an answer, as it is sent. */
export interface SentHead {
  readonly status: number;
  readonly message: string | undefined;
  readonly headers: string[];
}

/** A reason that Node sends. In place of any other goes the usual one: no client needs it. */
const PLAIN = /^[\t\x20-\x7e]+$/;

/** Writes to a client, no faster than it reads: what is not read is not asked for either. */
export class ClientWriter {
  readonly #response: ServerResponse;
  #source: Source | undefined;
  #waiting = false;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.sendDate = false;
  }

  /** Sends the head as it is: the server adds nothing but how the body is framed. */
  head({ status, message, headers }: SentHead): void {
    if (message === undefined || !PLAIN.test(message)) this.#response.writeHead(status, headers);
    else this.#response.writeHead(status, message, headers);
  }

  /** Sends the head now, when the body may take its time. */
  flushHead(): void {
    this.#response.flushHeaders();
  }

  /** Where the pieces come from. */
  from(source: Source): void {
    this.#source = source;
  }

  write(piece: Buffer): void {
    if (piece.length === 0 || this.#response.write(piece) || this.#waiting) return;
    this.#waiting = true;
    this.#source?.pause();
    this.#response.once("drain", () => {
      this.#waiting = false;
      this.#source?.resume();
    });
  }

  end(piece?: Buffer): void {
    this.#response.end(piece);
  }

  /** Breaks the connection: an answer that has begun cannot be taken back. */
  destroy(): void {
    this.#response.destroy();
  }
}
