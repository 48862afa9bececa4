import { isProxy } from "../tap/is-proxy.ts";

/** A class of clients: what the package `replicate` exports. */
export interface ReplicateClass {
  readonly prototype: object;
}

/** What the client's class has had in all supported versions, and no other class has together. */
const METHODS = ["run", "stream", "wait", "request", "paginate"] as const;

/**
 * Whether something is the class that the package `replicate` exports. By its shape: the package may
 * be installed under another name, and minifiers take the name of a class away. Subclasses are
 * none, because their base is.
 */
export function isReplicateClass(value: unknown): value is ReplicateClass {
  // Whoever looks at a proxy runs code of the app.
  if (typeof value !== "function" || isProxy(value)) return false;
  const prototype: unknown = value.prototype;
  if (typeof prototype !== "object" || prototype === null) return false;
  return METHODS.every((name) => {
    const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    return typeof method === "function";
  });
}
