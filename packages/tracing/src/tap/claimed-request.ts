import { tapRegistry } from "./tap-registry.ts";

let claimed = false;

/**
 * Whether the request that starts now belongs to a method that is watched itself. The client's
 * `get` and `cancel` call `request` at once, so that a flag held for the length of a synchronous
 * call says it.
 */
export function isClaimed(): boolean {
  return claimed;
}

/** Runs a method that reports its own result. */
export function claimingRequest<T>(work: () => T): T {
  const before = claimed;
  claimed = true;
  try {
    return claimingFetch(work);
  } finally {
    claimed = before;
  }
}

/**
 * Calls the `fetch` of a request that is reported already, so that a traced `fetch` behind it does
 * not tell of it again.
 *
 * @param body - The request's body: where the app's own `fetch` takes its time before it calls the
 *   traced one, the request is recognised by it.
 */
export function claimingFetch<T>(work: () => T, body?: unknown): T {
  const registry = tapRegistry();
  const before = registry.claim;
  const claim = { met: false };
  registry.claim = claim;
  try {
    const result = work();
    if (!claim.met) registry.onUnmet?.(body, result);
    return result;
  } finally {
    registry.claim = before;
  }
}
