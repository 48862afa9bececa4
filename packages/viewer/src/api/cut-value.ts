/** How much of a row a page gets: what a person can look at, and a browser can hold. */
const LONGEST_TEXT = 262_144;
const MOST_CHARACTERS = 2_000_000;
const MOST_ENTRIES = 2_000;
const MOST_VALUES = 20_000;
const DEEPEST = 64;

/** A value as it is shown, and whether that is less than the whole. */
export interface CutValue {
  readonly value: unknown;
  readonly isCut: boolean;
}

/**
 * Shortens a JSON value for a page: long texts, long lists, deep nesting. What is left out is said
 * in its place.
 */
export function cutValue(whole: unknown): CutValue {
  let left = MOST_CHARACTERS;
  let values = MOST_VALUES;
  let isCut = false;
  const say = (what: string): string => {
    isCut = true;
    return `… (${what})`;
  };
  const cutText = (text: string): string => {
    const most = Math.max(200, Math.min(LONGEST_TEXT, left));
    left -= Math.min(text.length, most);
    if (text.length <= most) return text;
    return `${text.slice(0, most)}${say(`${text.length - most} more characters`)}`;
  };
  const cut = (value: unknown, depth: number): unknown => {
    values -= 1;
    if (typeof value === "string") return cutText(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth >= DEEPEST) return say("deeper");
    const entries = Object.entries(value);
    const shown = entries.slice(0, Math.max(0, Math.min(MOST_ENTRIES, values)));
    const more = entries.length - shown.length;
    if (Array.isArray(value)) {
      const items = shown.map(([, item]) => cut(item, depth + 1));
      return more === 0 ? items : [...items, say(`${more} more`)];
    }
    // From entries: assigning to `__proto__` would set a prototype and not a field.
    return Object.fromEntries([
      ...shown.map(([name, item]) => [name.slice(0, 1_000), cut(item, depth + 1)]),
      ...(more === 0 ? [] : [["…", say(`${more} more`)]]),
    ]);
  };
  return { value: cut(whole, 0), isCut };
}
