import type { IncomingMessage } from "node:http";
import { PassThrough, type Readable } from "node:stream";

/** The body of a request: whole, or as it comes. */
export type RequestBody = Buffer | Readable | null;

/**
 * How much of all requests together is held while it arrives. What does not fit passes without being
 * looked at.
 */
export class HeldBytes {
  readonly #most: number;
  #now = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a share; false when there is none left. */
  take(bytes: number): boolean {
    if (this.#now + bytes > this.#most) return false;
    this.#now += bytes;
    return true;
  }

  /** Gives a share back. */
  free(bytes: number): void {
    this.#now -= bytes;
  }
}

/**
 * Collects the body of a request up to a limit, and calls back with all of it; or with a stream of
 * all of it, when it is longer. Calls back not at all when the client leaves in the middle.
 */
export function collectBody(
  request: IncomingMessage,
  limit: number,
  then: (body: Buffer | Readable) => void,
): void {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const onData = (piece: Buffer): void => {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes <= limit) return;
    request.off("data", onData);
    request.off("end", onEnd);
    then(passedOn(request, pieces));
  };
  const onEnd = (): void => {
    then(pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces));
  };
  request.on("data", onData);
  request.on("end", onEnd);
}

/**
 * The body of a request as it comes, no faster than it is taken. Once nobody takes it any more, as
 * when Replicate has answered before it was whole, the rest is read all the same: a client that
 * writes all of it before it reads the answer would wait for ever.
 *
 * @param begun - What has been read of it already.
 */
export function passedOn(request: IncomingMessage, begun: readonly Buffer[] = []): Readable {
  const body = new PassThrough();
  for (const piece of begun) body.write(piece);
  // Whoever takes it may have stopped listening.
  body.on("error", () => {});
  request.on("close", () => {
    if (!request.complete) body.destroy(new Error("the client closed its connection"));
  });
  request.pipe(body);
  // Behind the pipe, which stops reading when this end of it is closed.
  body.on("close", () => request.resume());
  return body;
}
