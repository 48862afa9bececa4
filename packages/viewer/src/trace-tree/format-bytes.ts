const UNITS = ["B", "kB", "MB", "GB"] as const;

/**
 * A size as people read it, in steps of 1,000.
 *
 * @example
 * formatBytes(4_212); // "4.2 kB"
 */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  // 999.95 would round up to "1000.0".
  while (size >= 999.95 && unit < UNITS.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${UNITS[unit] ?? ""}`;
}
