import type { BodyWatch } from "./body-watch.ts";
import { resemble } from "./undo.ts";
import { watchStream } from "./watch-stream.ts";

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Watches the body of a response as its owner reads it, by whichever of its methods. They are
 * overridden on the very object that `fetch` returned, out of sight; nothing is read that the owner
 * does not read, and nothing is kept back.
 */
export function watchResponse(response: Response, watch: BodyWatch): void {
  const bodySeen = watchBody(response, watch);
  const reading = (tell: (value: unknown) => void): Wrap => {
    // Of one that is in use the method fails, and whoever uses it goes on.
    const isFree = (): boolean => !response.bodyUsed && bodySeen()?.locked !== true;
    return whole(response, { isFree, tell, broke: (error) => watch.broke(error) });
  };
  override(
    response,
    "json",
    reading((value) => watch.readJson(value)),
  );
  override(
    response,
    "text",
    reading((text) => watch.readText(text)),
  );
  override(
    response,
    "arrayBuffer",
    reading((bytes) => watch.readBytes(bytes)),
  );
  override(
    response,
    "bytes",
    reading((bytes) => watch.readBytes(bytes)),
  );
  override(
    response,
    "blob",
    reading((blob) => readBlob(blob, watch)),
  );
  override(
    response,
    "clone",
    (original) =>
      function clone(this: unknown, ...args: unknown[]): unknown {
        const { holders } = watch;
        const copy = Reflect.apply(original, this, args) as unknown;
        if (this !== response) return copy;
        // Where cloning goes through the stream's own `tee`, that has been counted there.
        if (watch.holders === holders) watch.branched();
        watchResponse(copy as Response, watch);
        return copy;
      },
  );
}

type Wrap = (original: Method) => Method;

function override(owner: object, name: string, wrap: Wrap): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") return;
  const value = resemble(wrap(original as Method), original);
  Reflect.defineProperty(owner, name, { value, configurable: true, writable: true });
}

interface Reading {
  readonly isFree: () => boolean;
  readonly tell: (value: unknown) => void;
  readonly broke: (error: unknown) => void;
}

/** A method that reads all of the body. */
function whole(response: Response, { isFree, tell, broke }: Reading): Wrap {
  return (original) =>
    function read(this: unknown, ...args: unknown[]): unknown {
      const isSeen = this === response && isFree();
      const result = Reflect.apply(original, this, args) as unknown;
      if (!isSeen || !(result instanceof Promise)) return result;
      return result.then(
        (value: unknown) => {
          tell(value);
          return value;
        },
        (error: unknown) => {
          broke(error);
          throw error;
        },
      );
    };
}

function readBlob(blob: unknown, watch: BodyWatch): void {
  if (!(blob instanceof Blob)) return;
  // A blob is all there and stays as it is, whoever else reads it.
  Blob.prototype.arrayBuffer.call(blob).then(
    (bytes) => watch.readBytes(bytes),
    () => undefined,
  );
}

/**
 * The stream is made when it is asked for, which some platforms do not do before.
 *
 * @returns what the owner was given of it.
 */
function watchBody(response: Response, watch: BodyWatch): () => ReadableStream | undefined {
  let seen: ReadableStream | undefined;
  const get = accessorOf(response);
  if (get === undefined) return () => undefined;
  Reflect.defineProperty(response, "body", {
    configurable: true,
    get(this: unknown): unknown {
      const body = Reflect.apply(get, this, []) as unknown;
      if (this === response && body instanceof ReadableStream) {
        seen = body;
        watchStream(body, watch);
      }
      return body;
    },
  });
  return () => seen;
}

function accessorOf(response: Response): Method | undefined {
  let level: object | null = response;
  while (level !== null) {
    const property = Object.getOwnPropertyDescriptor(level, "body");
    if (property) return Reflect.get(property, "get") as Method | undefined;
    level = Object.getPrototypeOf(level) as object | null;
  }
  return undefined;
}
