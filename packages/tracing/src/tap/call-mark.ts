import type { CallTrace } from "../exchange/call.ts";

/**
 * Marks an options object as belonging to a traced call. The mark survives the client's own rest
 * and spread on its way from `run` to `request`, JSON does not see it, and no store of async
 * context is needed to tell whose request a request is.
 */
const MARK: unique symbol = Symbol.for("braintrust-replicate.call") as never;

/** What a mark says. */
export interface CallMark {
  readonly trace: CallTrace;
  /** Whether somebody between the caller and the request reports the answer. */
  reported: boolean;
}

interface Marked {
  readonly [MARK]?: CallMark;
}

/** The call that an options object or request body belongs to. */
export function markOf(options: unknown): CallMark | undefined {
  if (typeof options !== "object" || options === null) return undefined;
  return (options as Marked)[MARK];
}

/**
 * A marked copy of an options object. The caller's own is not touched. Accessors are copied as
 * accessors, so that the client, and only the client, runs them.
 */
export function marked<T>(options: T, mark: CallMark): T {
  if (typeof options !== "object" || options === null) return options;
  const copy = emptyLike(options);
  copyProperties(options, copy);
  setMark(copy, mark);
  return copy as T;
}

/** Options of a generator, which reads them only when it is first asked for something. */
export interface LateOptions {
  /** What to pass on. */
  readonly options: unknown;
  /** Brings what was passed on up to date, and marks it. Called right before the first step. */
  settle(mark: CallMark | undefined): void;
}

/** Copies the options of a generator in a way that lets the caller change them until it starts. */
export function lateOptions(original: unknown): LateOptions {
  if (typeof original !== "object" || original === null) {
    return { options: original, settle: () => {} };
  }
  const copy = emptyLike(original);
  copyProperties(original, copy);
  return {
    options: copy,
    settle: (mark) => {
      for (const key of Reflect.ownKeys(copy)) Reflect.deleteProperty(copy, key);
      copyProperties(original, copy);
      if (mark) setMark(copy, mark);
    },
  };
}

function emptyLike(original: object): object {
  return Object.create(Object.getPrototypeOf(original) as object | null) as object;
}

function copyProperties(from: object, to: object): void {
  for (const key of Reflect.ownKeys(from)) {
    const property = Object.getOwnPropertyDescriptor(from, key);
    if (property === undefined) continue;
    // The copy is ours: a frozen original must not make it one that cannot change.
    Object.defineProperty(to, key, { ...property, configurable: true });
  }
}

function setMark(target: object, mark: CallMark): void {
  Object.defineProperty(target, MARK, { value: mark, enumerable: true, configurable: true });
}
