import { observeRequest, passWatched } from "./observe-request.ts";
import { observerOf, tapRegistry, type PrototypePatch } from "./tap-registry.ts";
import { captureCaller } from "./capture-caller.ts";
import { ensureTapped } from "./ensure-tapped.ts";
import { watchRun, watchStream, watchWait, type Method, type WatchedCall } from "./watch-call.ts";
import { Undo, replaceProperty, resemble } from "./undo.ts";

interface Watcher {
  readonly watch: (original: Method, call: WatchedCall) => unknown;
  /** What goes through without a question. */
  readonly pass?: typeof passWatched | undefined;
}

const WATCHED: Readonly<Record<string, Watcher>> = {
  run: { watch: watchRun },
  stream: { watch: watchStream },
  wait: { watch: watchWait },
  request: { watch: observeRequest, pass: passWatched },
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
  for (const [name, { watch, pass }] of Object.entries(WATCHED)) {
    const original: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    if (typeof original !== "function") continue;
    const gate = gated(original as Method, { patch, watch, pass });
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
  { patch, watch, pass }: { readonly patch: PrototypePatch } & Watcher,
): Method {
  function gate(this: unknown, ...args: unknown[]): unknown {
    const passed = pass?.(original, { client: this as object, args });
    if (passed) return passed.result;
    const observer = observerOf(this, patch);
    if (!observer?.listening()) return original.apply(this, args);
    ensureTapped(this as object, patch);
    return watch(original, { client: this as object, args, observer, caller: captureCaller() });
  }
  return gate;
}
