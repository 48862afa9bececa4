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
    return work();
  } finally {
    claimed = before;
  }
}
