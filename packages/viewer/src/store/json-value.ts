/** A plain object as JSON has it: not an array, not null. */
export type JsonObject = { readonly [key: string]: unknown };

/** Tells a plain JSON object from an array, null or a scalar. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Counts levels without recursion, so that a hostile value cannot exhaust the stack.
 *
 * @example
 * nestsDeeperThan({ a: { b: 1 } }, 1); // true
 */
export function nestsDeeperThan(value: unknown, levels: number): boolean {
  let layer: unknown[] = [value];
  for (let depth = 0; layer.length > 0; depth += 1) {
    const next: unknown[] = [];
    for (const item of layer) {
      if (typeof item !== "object" || item === null) continue;
      if (depth >= levels) return true;
      for (const child of Object.values(item)) next.push(child);
    }
    layer = next;
  }
  return false;
}
