import { isObject } from "../wire/shape.ts";
import { oncePerProcess } from "../exchange/once-per-process.ts";
import type { CallObserver } from "../exchange/call.ts";
import type { Undo } from "./undo.ts";

/**
 * What the taps of one process share: which prototypes are patched, and which clients are traced
 * by whom. Under one global symbol, so that two copies of this library (ESM and CommonJS, two
 * versions) make one span and not two.
 */
export interface TapRegistry {
  /** Traced clients that were wrapped one by one. */
  readonly members: WeakMap<object, CallObserver>;
  /** How to undo the wrapping of one client's namespaces. */
  readonly undoOf: WeakMap<object, Undo>;
  /** Patched prototypes. */
  readonly patches: WeakMap<object, PrototypePatch>;
  /** Set as long as a traced client calls its `fetch`; `met` by a traced one that it calls. */
  claim?: { met: boolean } | undefined;
  /** Where there is a traced `fetch`: takes note of requests that have not come to it yet. */
  onUnmet?: (body: unknown, result: unknown) => void;
}

/** One gated patch of one prototype. */
export interface PrototypePatch {
  /** Traces every client of the prototype, while set. */
  observer: CallObserver | undefined;
  /** How many clients were wrapped one by one and not unwrapped. */
  clients: number;
  /** Undoes what was done for all later clients of the prototype. */
  readonly undoClass: Undo;
  /** Undoes the patch once nobody traces anything by it. */
  readonly undoIfUnused: () => void;
}

const REGISTRY = Symbol.for("braintrust-replicate.taps.2");

/** The registry of this process. */
export function tapRegistry(): TapRegistry {
  return oncePerProcess(REGISTRY, () => ({
    members: new WeakMap(),
    undoOf: new WeakMap(),
    patches: new WeakMap(),
  }));
}

/**
 * Who traces a client now: its own wrapping first, then that of its class.
 *
 * @param patch - The patch of the client's prototype.
 */
export function observerOf(client: unknown, patch: PrototypePatch): CallObserver | undefined {
  // A method taken off its client fails in the client's own way.
  return isObject(client) ? (tapRegistry().members.get(client) ?? patch.observer) : undefined;
}
