import type { CallObserver } from "../exchange/call.ts";
import { tapNamespaces } from "./tap-namespaces.ts";
import { prototypeOf, tapPrototype } from "./tap-prototype.ts";
import { tapRegistry } from "./tap-registry.ts";

/** Traces one client in place. Doing it again changes who observes, nothing else. */
export function tapClient(client: object, observer: CallObserver): void {
  const { members } = tapRegistry();
  const patch = tapPrototype(prototypeOf(client) ?? client);
  if (!members.has(client)) patch.clients += 1;
  members.set(client, observer);
  tapNamespaces(client, patch);
}

/** Undoes {@link tapClient}. A client of a traced class stays traced by its class. */
export function untapClient(client: object): void {
  const { members, undoOf, patches } = tapRegistry();
  if (!members.delete(client)) return;
  const patch = patches.get(prototypeOf(client) ?? client);
  if (patch?.observer === undefined) {
    undoOf.get(client)?.run();
    undoOf.delete(client);
  }
  if (patch === undefined) return;
  patch.clients -= 1;
  if (patch.clients === 0 && patch.observer === undefined) patch.undo();
}

/** Whether a client is traced by {@link tapClient}. */
export function isTappedClient(client: object): boolean {
  return tapRegistry().members.has(client);
}
