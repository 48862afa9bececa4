import { isObject } from "../wire/shape.ts";
import type { CallTrace } from "../exchange/call.ts";
import { ownValue } from "../exchange/own-value.ts";
import { isProxy } from "./is-proxy.ts";

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

/**
 * The call that an options object or request body belongs to. Asked in a way that no `get` of a
 * proxy hears.
 */
export function markOf(options: unknown): CallMark | undefined {
  return ownValue(options, MARK) as CallMark | undefined;
}

/**
 * The caller's options with a mark, for the client's own code. A view and not a copy: the client
 * reads the original itself, when, as often and in the order in which it would without us, so that
 * accessors, private fields and proxies see nothing new. Options may change as long as the client
 * has not read them.
 *
 * @param mark - The mark at the moment of reading; a stream gets its mark with its first step.
 */
export function viewed(options: unknown, mark: () => CallMark | undefined): unknown {
  if (options === undefined || options === null) return options;
  const original: object = Object(options) as object;
  // An empty target lets the view of a frozen object have one key more.
  return new Proxy(
    {},
    {
      get: (_, key) => (key === MARK ? mark() : (Reflect.get(original, key) as unknown)),
      has: (_, key) => key === MARK || Reflect.has(original, key),
      ownKeys: () => [...Reflect.ownKeys(original), MARK],
      getOwnPropertyDescriptor: (_, key) => {
        if (key === MARK) return propertyOf(mark());
        const property = Reflect.getOwnPropertyDescriptor(original, key);
        return property && { ...property, configurable: true };
      },
      getPrototypeOf: () => Reflect.getPrototypeOf(original),
    },
  );
}

/**
 * The caller's options with a mark, for client code that reads them at once. A copy where nobody
 * can tell the difference (a plain object of plain values, which is what nearly everyone passes),
 * because reading through a view costs microseconds; else a view.
 */
export function markedNow(options: unknown, mark: CallMark): unknown {
  return isPlain(options) ? { ...options, [MARK]: mark } : viewed(options, () => mark);
}

/** Whether an object has nothing but data: no prototype of its own, no accessor. */
function isPlain(options: unknown): options is object {
  if (!isObject(options)) return false;
  if (isProxy(options) || Object.getPrototypeOf(options) !== Object.prototype) return false;
  for (const key in options) {
    if (Object.getOwnPropertyDescriptor(options, key)?.get !== undefined) return false;
  }
  return true;
}

/**
 * A marked copy of an options object, for a function that the app put in the client's place: it
 * may print or clone what it is given, which a view does not survive. The caller's own object is
 * not touched. Accessors are copied as accessors, so that only who reads the copy runs them.
 */
export function marked(options: unknown, mark: CallMark): unknown {
  if (!isObject(options)) return options;
  try {
    const prototype = Object.getPrototypeOf(options) as object | null;
    const properties: Record<PropertyKey, PropertyDescriptor> =
      Object.getOwnPropertyDescriptors(options);
    // The copy is ours: a frozen original must not make it one that cannot change.
    for (const key of Reflect.ownKeys(properties)) {
      properties[key] = { ...properties[key], configurable: true };
    }
    return Object.create(prototype, { ...properties, [MARK]: propertyOf(mark) });
  } catch {
    // A proxy that refuses to be looked at; whoever reads it next is to get that error.
    return options;
  }
}

function propertyOf(mark: CallMark | undefined): PropertyDescriptor {
  return { value: mark, enumerable: true, configurable: true };
}
