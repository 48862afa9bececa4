import { observeRequest } from "./observe-request.ts";
import { observerOf, tapRegistry, type PrototypePatch } from "./tap-registry.ts";
import { ensureTapped } from "./ensure-tapped.ts";
import { watchRun, watchStream, watchWait, type Method, type WatchedCall } from "./watch-call.ts";
import { Undo, replaceProperty, resemble } from "./undo.ts";

type Watch = (original: Method, call: WatchedCall) => unknown;

const WATCHED: Readonly<Record<string, Watch>> = {
  run: watchRun,
  stream: watchStream,
  wait: watchWait,
  request: observeRequest,
};

/**
 * Patches the methods of a prototype, once. The patch is a gate: clients that nobody traces pass
 * through it. Clients that already exist are reached as well.
 */
export function tapPrototype(prototype: object): PrototypePatch {
  const { patches } = tapRegistry();
  const existing = patches.get(prototype);
  if (existing) return existing;
  const undo = new Undo();
  const patch: PrototypePatch = {
    observer: undefined,
    clients: 0,
    undoClass: undefined,
    undo: () => {
      undo.run();
      patches.delete(prototype);
    },
  };
  patches.set(prototype, patch);
  for (const [name, watch] of Object.entries(WATCHED)) {
    const original: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    if (typeof original !== "function") continue;
    const gate = gated(original as Method, { patch, watch });
    replaceProperty(prototype, name, { value: resemble(gate, original), undo });
  }
  return patch;
}

/**
 * The object whose own `run` the client uses: the lowest prototype, so that an override in a
 * subclass is the app's code and not the client's.
 */
export function prototypeOf(client: object): object | undefined {
  let found: object | undefined;
  for (let level: unknown = client; isObject(level); level = Object.getPrototypeOf(level)) {
    if (Object.hasOwn(level, "run") || Object.hasOwn(level, "request")) found = level;
  }
  return found;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function gated(
  original: Method,
  { patch, watch }: { readonly patch: PrototypePatch; readonly watch: Watch },
): Method {
  function gate(this: unknown, ...args: unknown[]): unknown {
    const observer = observerOf(this, patch);
    if (!observer?.listening()) return original.apply(this, args);
    ensureTapped(this as object, patch);
    return watch(original, { client: this as object, args, observer, entry: gate });
  }
  return gate;
}
