const sizes = new WeakMap<object, number>();

/** Notes how large an object is whose size cannot be seen, such as a file. */
export function noteSize(object: object, bytes: number): void {
  sizes.set(object, bytes);
}

/**
 * About how many bytes a value takes, as JSON and in memory alike. Counts characters; what is needed
 * is a limit, not an account.
 */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 8;
  const noted = sizes.get(value);
  if (noted !== undefined) return noted;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const item of value) bytes += sizeOf(item) + 1;
    return bytes;
  }
  for (const name of Object.keys(value)) {
    bytes += name.length + 4 + sizeOf((value as Readonly<Record<string, unknown>>)[name]);
  }
  return bytes;
}
