import { textOf } from "../wire/shape.ts";
import type { CallObserver, Seen } from "../exchange/call.ts";
import { ownValue } from "../exchange/own-value.ts";
import { originOf } from "./origin-of.ts";
import { captureCaller } from "./capture-caller.ts";
import { observerOf, type PrototypePatch } from "./tap-registry.ts";
import { resemble } from "./undo.ts";

/** A method of the client or of one of its namespaces. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** One call of such a method, whoever traces the client. */
export interface GatedCall {
  readonly original: Method;
  readonly self: unknown;
  readonly args: unknown[];
}

/** One call of such a method, of a client that is traced. */
export interface WatchedCall extends GatedCall {
  readonly client: object;
  readonly observer: CallObserver;
  /** What is told of every call. */
  readonly seen: Seen;
}

/** What to do with the calls of a method. */
export interface Watcher {
  /** Is asked first. What it answers a result of has gone through, and is not watched. */
  readonly pass?: (call: GatedCall) => { readonly result: unknown } | undefined;
  readonly watch: (call: WatchedCall) => unknown;
}

/** Whose calls to watch, and how. */
interface Gate {
  readonly patch: PrototypePatch;
  /** Whose method it is, when that is not the object that it is called on. */
  readonly client?: object;
  readonly watcher: Watcher;
  /** Is shown the client of each call that is watched. */
  readonly onCall?: (client: object) => void;
}

/**
 * A method that looks like the original. The calls of clients that somebody traces are watched, all
 * others go through.
 */
export function gated(original: Method, { patch, client, watcher, onCall }: Gate): Method {
  function gate(this: unknown, ...args: unknown[]): unknown {
    const call = { original, self: this, args };
    const passed = watcher.pass?.(call);
    if (passed) return passed.result;
    const of = (client ?? this) as object;
    const observer = observerOf(of, patch);
    if (!observer?.listening()) return proceed(call);
    onCall?.(of);
    const caller = captureCaller();
    const token = textOf(ownValue(of, "auth"));
    const seen = { caller, token, origin: originOf(ownValue(of, "baseUrl")) };
    return watcher.watch({ original, self: this, args, client: of, observer, seen });
  }
  return resemble(gate, original);
}

/** Calls the client's own method as the app has, or with other arguments, or on another object. */
export function proceed(
  { original, args, self }: GatedCall,
  others: unknown[] = args,
  on: unknown = self,
): unknown {
  return original.apply(on, others);
}
