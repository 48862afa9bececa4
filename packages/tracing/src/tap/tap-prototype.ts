import { isObject } from "../wire/shape.ts";
import { gated, type Method, type Watcher } from "./gate.ts";
import { marking, request } from "./observe-request.ts";
import { tapNamespacesOnce } from "./tap-namespaces.ts";
import { tapRegistry, type PrototypePatch } from "./tap-registry.ts";
import { replaceProperty, undoAll, type Undo } from "./undo.ts";
import { run, stream, wait } from "./watch-call.ts";

const WATCHED: Readonly<Record<string, Watcher>> = { run, stream, wait, request };

/**
 * Patches the methods of a prototype, once. The patch is a gate: clients that nobody traces pass
 * through it. Clients that already exist are reached as well.
 */
export function tapPrototype(client: object): PrototypePatch {
  const { patches } = tapRegistry();
  const prototype = prototypeOf(client);
  const existing = patches.get(prototype);
  if (existing) return existing;
  const undo: Undo = [];
  const patch: PrototypePatch = {
    observer: undefined,
    clients: 0,
    undoClass: [],
    undoIfUnused() {
      if (patch.observer !== undefined || patch.clients > 0) return;
      undoAll(undo);
      patches.delete(prototype);
    },
  };
  patches.set(prototype, patch);
  for (const [name, watcher] of Object.entries(WATCHED)) {
    const original: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    if (typeof original !== "function") continue;
    const own = original as Method;
    const method = name === "request" ? marking(own, patch) : own;
    // A client that was built before its class was patched is wrapped at its first use.
    const onCall = (own: object): void => tapNamespacesOnce(own, patch);
    const value = gated(method, { patch, watcher, onCall });
    replaceProperty(prototype, name, { value, undo });
  }
  return patch;
}

/** The patch that the methods of a client or of a prototype have, if any. */
export function patchOf(client: object): PrototypePatch | undefined {
  return tapRegistry().patches.get(prototypeOf(client));
}

/**
 * The object whose own `run` the client uses: the lowest prototype, so that an override in a
 * subclass is the app's code and not the client's.
 */
export function prototypeOf(client: object): object {
  let found = client;
  for (let level: unknown = client; isObject(level); level = Object.getPrototypeOf(level)) {
    if (Object.hasOwn(level, "run") || Object.hasOwn(level, "request")) found = level;
  }
  return found;
}
