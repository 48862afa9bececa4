import { isObject } from "../wire/shape.ts";
import { ownValue } from "../exchange/own-value.ts";
import type { BodyWatch } from "./body-watch.ts";
import { relayStream } from "./relay-stream.ts";
import { resemble } from "./undo.ts";

type Method = (this: unknown, ...args: unknown[]) => unknown;

const watched = new WeakSet<ReadableStream>();

/**
 * Watches a stream while its consumer reads it: by a reader, by iteration, through a pipe, in two
 * halves. The methods are overridden on the very stream, out of sight; its chunks are those that
 * the consumer asked for and go on to it as they are.
 *
 * Whoever reaches for the methods of the prototype, or reads in native code, is not seen.
 *
 * @param at - How many bytes of the body came before the stream's first.
 */
export function watchStream(stream: ReadableStream, watch: BodyWatch, at = 0): void {
  if (watched.has(stream)) return;
  watched.add(stream);
  const progress = new Progress(watch, at);
  override(stream, "getReader", (reader) => watchReader(reader, progress));
  for (const name of ["values", Symbol.asyncIterator]) {
    override(stream, name, (iterator, [options]) => watchIterator(iterator, progress, options));
  }
  override(stream, "tee", (halves) => {
    if (!Array.isArray(halves)) return;
    watch.branched();
    for (const half of halves) {
      if (half instanceof ReadableStream) watchStream(half, watch, progress.position);
    }
  });
  noting(stream, "cancel", () => {
    if (!stream.locked) progress.leave();
  });
  watchPipes(stream);
}

/** Pipes read in native code: what they read comes through a relay, chunk by chunk as they ask. */
function watchPipes(stream: ReadableStream): void {
  replace(
    stream,
    "pipeTo",
    (pipeTo) =>
      function (this: unknown, ...args: unknown[]): unknown {
        if (this !== stream || stream.locked) return Reflect.apply(pipeTo, this, args);
        const { relay, begin, release } = relayStream(stream);
        const result = Reflect.apply(pipeTo, relay, args) as Promise<unknown>;
        // Not locked: the arguments were refused, and nothing is read.
        if (!relay.locked) return result;
        begin();
        return result.finally(release);
      },
  );
  replace(
    stream,
    "pipeThrough",
    (pipeThrough) =>
      function (this: unknown, ...args: unknown[]): unknown {
        if (this !== stream || stream.locked) return Reflect.apply(pipeThrough, this, args);
        const { relay, begin } = relayStream(stream);
        const result = Reflect.apply(pipeThrough, relay, args) as unknown;
        begin();
        return result;
      },
  );
}

/** What one reader is handed. */
interface Following {
  /** It wants no more: the end that it is told of is its own, and others may read on. */
  left?: boolean;
  /** It has given the stream back: what fails is the reading, not the stream. */
  released?: boolean;
  /** Looks at what was read. */
  readonly read: (result: unknown) => unknown;
}

/** How far a stream was read. */
class Progress {
  readonly #watch: BodyWatch;
  #left = false;
  position: number;

  constructor(watch: BodyWatch, position: number) {
    this.#watch = watch;
    this.position = position;
  }

  /** Follows one reader from where the stream is now: readings may lie one over the other. */
  follow(): Following {
    let at = this.position;
    const following: Following = {
      read: (result) => {
        if (!(result instanceof Promise)) return result;
        return result.then(
          (step: { readonly done: boolean; readonly value?: unknown }) => {
            const { done, value } = step;
            this.#watch.read(value, at);
            if (ArrayBuffer.isView(value)) at += value.byteLength;
            this.position = Math.max(this.position, at);
            if (done && !following.left) this.#watch.ended();
            return step;
          },
          (error: unknown) => {
            if (!following.released) this.#watch.broke(error);
            throw error;
          },
        );
      },
    };
    return following;
  }

  leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#watch.left();
  }
}

function watchReader(reader: unknown, progress: Progress): void {
  if (!isObject(reader)) return;
  const following = progress.follow();
  override(reader, "read", following.read);
  noting(reader, "cancel", () => {
    if (following.released) return;
    following.left = true;
    progress.leave();
  });
  noting(reader, "releaseLock", () => {
    following.released = true;
  });
}

/** @param options - With `preventCancel`, who leaves the iterator leaves the stream to others. */
function watchIterator(iterator: unknown, progress: Progress, options: unknown): void {
  if (!isObject(iterator)) return;
  const following = progress.follow();
  const leavesAll = ownValue(options, "preventCancel") !== true;
  override(iterator, "next", following.read);
  noting(iterator, "return", () => {
    following.left = true;
    if (leavesAll) progress.leave();
  });
}

/** Lets a method do its work, then looks at its result, or hands on another in its place. */
function override(
  owner: object,
  name: string | symbol,
  look: (made: unknown, args: readonly unknown[]) => unknown,
): void {
  replace(
    owner,
    name,
    (original) =>
      function (this: unknown, ...args: unknown[]): unknown {
        const made = Reflect.apply(original, this, args) as unknown;
        return this === owner ? (look(made, args) ?? made) : made;
      },
  );
}

/** Takes note of a call, then lets the method do its work. */
function noting(owner: object, name: string, note: () => void): void {
  replace(
    owner,
    name,
    (original) =>
      function (this: unknown, ...args: unknown[]): unknown {
        if (this === owner) note();
        return Reflect.apply(original, this, args);
      },
  );
}

function replace(owner: object, name: string | symbol, wrap: (original: Method) => Method): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") return;
  const value = resemble(wrap(original as Method), original);
  Reflect.defineProperty(owner, name, { value, configurable: true, writable: true });
}
