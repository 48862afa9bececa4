import type { CallObserver } from "../exchange/call.ts";
import { tapNamespacesOnce } from "./tap-namespaces.ts";
import { patchOf, tapPrototype } from "./tap-prototype.ts";
import { tapRegistry } from "./tap-registry.ts";
import { undoAll } from "./undo.ts";

/** Traces one client in place. Doing it again changes who observes, nothing else. */
export function tapClient(client: object, observer: CallObserver): void {
  const { members } = tapRegistry();
  const patch = tapPrototype(client);
  if (!members.has(client)) patch.clients += 1;
  members.set(client, observer);
  tapNamespacesOnce(client, patch);
}

/** Undoes {@link tapClient}. A client of a traced class stays traced by its class. */
export function untapClient(client: object): void {
  const { members, undoOf } = tapRegistry();
  const patch = patchOf(client);
  if (patch === undefined || !members.delete(client)) return;
  if (patch.observer === undefined) {
    undoAll(undoOf.get(client) ?? []);
    undoOf.delete(client);
  }
  patch.clients -= 1;
  patch.undoIfUnused();
}

/** Whether a client is traced by {@link tapClient}. */
export function isTappedClient(client: object): boolean {
  return tapRegistry().members.has(client);
}
