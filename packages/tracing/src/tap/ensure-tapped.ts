import { tapNamespaces } from "./tap-namespaces.ts";
import { observerOf, tapRegistry, type PrototypePatch } from "./tap-registry.ts";
import { Undo } from "./undo.ts";

/**
 * Wraps the namespaces of a client unless they are wrapped already: of one that was built before
 * its class was patched, at its first use.
 *
 * @param only - One namespace, as it comes into being.
 */
export function ensureTapped(client: object, patch: PrototypePatch, only?: string): void {
  const { undoOf } = tapRegistry();
  const existing = undoOf.get(client);
  if (existing && only === undefined) return;
  const undo = existing ?? new Undo();
  undoOf.set(client, undo);
  const findObserver = (): ReturnType<typeof observerOf> => observerOf(client, patch);
  tapNamespaces(client, { findObserver, undo, ...(only === undefined ? {} : { only }) });
}
