import type { CallObserver } from "../exchange/call.ts";
import { tapNamespaces } from "./tap-namespaces.ts";
import { patchOf, prototypeOf, tapPrototype } from "./tap-prototype.ts";
import type { PrototypePatch } from "./tap-registry.ts";
import { undoAll } from "./undo.ts";

/** A class whose instances are clients. */
export interface ClientClass {
  readonly prototype: object;
}

/** The namespaces that hold traced methods. The client's constructor assigns them. */
const NAMESPACES = ["predictions", "deployments", "trainings"];

/** What to do in each place where a class is traced. */
export interface ClassTap {
  readonly observer: CallObserver;
  /** Is shown each new client, before the app has it. Must not throw. */
  readonly onClient: (client: object) => void;
}

/** Traces all clients of a class, those that exist and those to come. */
export function tapClass({ prototype }: ClientClass, { observer, onClient }: ClassTap): void {
  const patch = tapPrototype(prototype);
  patch.observer = observer;
  const base = prototypeOf(prototype);
  for (const name of NAMESPACES) {
    // It is there where the class is traced already.
    if (Object.hasOwn(base, name)) continue;
    Object.defineProperty(base, name, onAssignment(name, { patch, onClient }));
    patch.undoClass.push(() => void Reflect.deleteProperty(base, name));
  }
}

/** Undoes {@link tapClass}. Clients that were wrapped one by one stay traced. */
export function untapClass({ prototype }: ClientClass): void {
  const patch = patchOf(prototype);
  if (patch?.observer === undefined) return;
  patch.observer = undefined;
  undoAll(patch.undoClass);
  patch.undoIfUnused();
}

/** Who traces a class by {@link tapClass}. */
export function observerOfClass({ prototype }: ClientClass): CallObserver | undefined {
  return patchOf(prototype)?.observer;
}

/** Whether a class is traced by {@link tapClass}, and not only until somebody does. */
export function isTappedClass(target: ClientClass): boolean {
  const observer = observerOfClass(target);
  return observer !== undefined && observer.standsIn !== true;
}

/**
 * Catches the constructor's assignment of a namespace, which becomes the own property that it
 * would have been, so that the keys of a client do not change.
 */
function onAssignment(
  name: string,
  { patch, onClient }: { readonly patch: PrototypePatch } & Pick<ClassTap, "onClient">,
): PropertyDescriptor {
  return {
    configurable: true,
    set(this: object, value: unknown) {
      Object.defineProperty(this, name, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
      onClient(this);
      tapNamespaces(this, patch);
    },
  };
}
