import { isObject } from "../wire/shape.ts";
import { ownValue } from "../exchange/own-value.ts";
import type { RouteKind } from "../wire/routes.ts";
import { gated, type Method, type Watcher } from "./gate.ts";
import { observerOf, tapRegistry, type PrototypePatch } from "./tap-registry.ts";
import { replaceProperty } from "./undo.ts";
import { creating, looking } from "./watch-call.ts";

/**
 * The namespace methods that start or observe an execution, by their path from the client. Those
 * that start one have their options in this place.
 */
const METHODS: Readonly<Record<RouteKind, Watcher>> = {
  "predictions.create": creating("predictions.create", 0),
  "deployments.predictions.create": creating("deployments.predictions.create", 2),
  "trainings.create": creating("trainings.create", 3),
  "predictions.get": looking("predictions.get"),
  "predictions.cancel": looking("predictions.cancel"),
  "trainings.get": looking("trainings.get"),
  "trainings.cancel": looking("trainings.cancel"),
};

/** Does it for a client for which it has not been done. */
export function tapNamespacesOnce(client: object, patch: PrototypePatch): void {
  if (!tapRegistry().undoOf.has(client)) tapNamespaces(client, patch);
}

/**
 * Wraps the methods of a client's namespaces in place, unless they are wrapped already. They are
 * own, constructor-bound functions of each client, so that a prototype cannot reach them. Those of
 * a frozen namespace are seen by `request` alone.
 */
export function tapNamespaces(client: object, patch: PrototypePatch): void {
  const { undoOf } = tapRegistry();
  const undo = undoOf.get(client) ?? [];
  undoOf.set(client, undo);
  for (const [path, watcher] of Object.entries(METHODS)) {
    const names = path.split(".");
    const name = names.pop() ?? "";
    const namespace = names.reduce<unknown>(ownValue, client);
    if (!isObject(namespace)) continue;
    const original = ownValue(namespace, name);
    // An app may put a new proxy before the same client for each of its requests.
    if (typeof original !== "function" || isTraced.get(original)?.()) continue;
    const value = gated(original as Method, { patch, client, watcher });
    isTraced.set(value, () => observerOf(client, patch) !== undefined);
    replaceProperty(namespace, name, { value, undo });
  }
}

/** The methods that are ours, and whether somebody still traces them. */
const isTraced = new WeakMap<object, () => boolean>();
