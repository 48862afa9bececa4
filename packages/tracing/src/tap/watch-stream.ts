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
  override(stream, "values", (iterator) => watchIterator(iterator, progress));
  override(stream, Symbol.asyncIterator, (iterator) => watchIterator(iterator, progress));
  override(stream, "tee", (halves) => {
    if (!Array.isArray(halves)) return;
    watch.branched();
    for (const half of halves) {
      if (half instanceof ReadableStream) watchStream(half, watch, progress.position);
    }
  });
  replace(
    stream,
    "cancel",
    (cancel) =>
      function (this: unknown, ...args: unknown[]): unknown {
        if (this === stream && !stream.locked) progress.leave();
        return Reflect.apply(cancel, this, args);
      },
  );
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
        return result.then(release, (error: unknown) => {
          release();
          throw error;
        });
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
  follow(): (result: unknown) => unknown {
    let at = this.position;
    return (result) => {
      if (!(result instanceof Promise)) return result;
      return result.then(
        (step: { readonly done: boolean; readonly value?: unknown }) => {
          const { done, value } = step;
          this.#watch.read(value, at);
          if (ArrayBuffer.isView(value)) at += value.byteLength;
          this.position = Math.max(this.position, at);
          if (done) this.#watch.ended();
          return step;
        },
        (error: unknown) => {
          this.#watch.broke(error);
          throw error;
        },
      );
    };
  }

  leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#watch.left();
  }
}

function watchReader(reader: unknown, progress: Progress): void {
  if (typeof reader !== "object" || reader === null) return;
  const follow = progress.follow();
  replace(
    reader,
    "read",
    (read) =>
      function (this: unknown, ...args: unknown[]): unknown {
        const result = Reflect.apply(read, this, args) as unknown;
        return this === reader ? follow(result) : result;
      },
  );
  replace(
    reader,
    "cancel",
    (cancel) =>
      function (this: unknown, ...args: unknown[]): unknown {
        if (this === reader) progress.leave();
        return Reflect.apply(cancel, this, args);
      },
  );
}

function watchIterator(iterator: unknown, progress: Progress): void {
  if (typeof iterator !== "object" || iterator === null) return;
  const follow = progress.follow();
  replace(
    iterator,
    "next",
    (next) =>
      function (this: unknown, ...args: unknown[]): unknown {
        return follow(Reflect.apply(next, this, args));
      },
  );
  replace(
    iterator,
    "return",
    (leave) =>
      function (this: unknown, ...args: unknown[]): unknown {
        progress.leave();
        return Reflect.apply(leave, this, args);
      },
  );
}

/** Lets a method do its work, then looks at its result. */
function override(stream: ReadableStream, name: string | symbol, look: (made: unknown) => void) {
  replace(
    stream,
    name,
    (original) =>
      function (this: unknown, ...args: unknown[]): unknown {
        const made = Reflect.apply(original, this, args) as unknown;
        if (this === stream) look(made);
        return made;
      },
  );
}

function replace(owner: object, name: string | symbol, wrap: (original: Method) => Method): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") return;
  const value = resemble(wrap(original as Method), original);
  Reflect.defineProperty(owner, name, { value, configurable: true, writable: true });
}
