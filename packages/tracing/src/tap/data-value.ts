/** Stands for a value that only code of the app could tell. */
export const HIDDEN: unique symbol = Symbol("hidden");

/**
 * Reads a property as `fetch` will, own or inherited, unless that would run a getter: `fetch` runs
 * it once, and nobody else may.
 */
export function dataValue(target: unknown, key: string): unknown {
  let level: unknown = target;
  while (typeof level === "object" && level !== null) {
    const property = Object.getOwnPropertyDescriptor(level, key);
    if (property) return "value" in property ? (property.value as unknown) : HIDDEN;
    level = Object.getPrototypeOf(level);
  }
  return undefined;
}
