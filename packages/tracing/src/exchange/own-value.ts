/**
 * Reads a property of something the caller owns without running the caller's code: own data
 * properties only, no getter. A getter would run a second time, which the bare client does not do.
 */
export function ownValue(target: unknown, key: string | symbol): unknown {
  try {
    return Object.getOwnPropertyDescriptor(target ?? {}, key)?.value as unknown;
  } catch {
    return undefined;
  }
}
