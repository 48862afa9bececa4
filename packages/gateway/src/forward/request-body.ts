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
    then(continued(request, pieces));
  };
  const onEnd = (): void => {
    then(pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces));
  };
  request.on("data", onData);
  request.on("end", onEnd);
}

/** What has been read, and then the rest, no faster than it is taken. */
function continued(request: IncomingMessage, pieces: readonly Buffer[]): Readable {
  const whole = new PassThrough();
  for (const piece of pieces) whole.write(piece);
  request.on("close", () => {
    if (!request.complete) whole.destroy(new Error("the client closed its connection"));
  });
  return request.pipe(whole);
}
