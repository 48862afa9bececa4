import { tapRegistry } from "./tap-registry.ts";

/** Bodies of requests that are reported already and have not come to a traced `fetch` yet. */
const bodies = new Set<{ readonly body: string }>();

/** Has traced clients tell of requests that reach a traced `fetch` only later. */
export function expectClaims(): void {
  tapRegistry().onUnmet ??= remember;
}

/**
 * Whether a request is reported by the client, or the traced `fetch`, that it comes from.
 *
 * @param body - Its body. Two requests with one body at the same moment are taken for the same:
 *   one of a traced client whose `fetch` takes its time, and the very same made by hand.
 */
export function isReported(body: () => unknown): boolean {
  const { claim } = tapRegistry();
  if (claim) {
    claim.met = true;
    return true;
  }
  if (bodies.size === 0) return false;
  const sent = body();
  for (const claimed of bodies) if (claimed.body === sent) return true;
  return false;
}

function remember(body: unknown, result: unknown): void {
  if (typeof body !== "string" || !(result instanceof Promise)) return;
  const claim = { body };
  bodies.add(claim);
  const forget = (): void => void bodies.delete(claim);
  // The client waits for the same promise, so that a rejection is nobody's loss.
  result.then(forget, forget);
}
