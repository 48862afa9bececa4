import { InvalidArgumentError } from "commander";

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400, w: 604_800 };

const BYTES: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

/**
 * A time such as `90m`, `12h`, `7d` or `2w` in seconds; `Infinity` for `forever`. Throws an
 * `InvalidArgumentError` that says what is allowed.
 */
export function parseRetention(text: string): number {
  if (text === "forever") return Infinity;
  const [, count = "", unit = ""] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError("Allowed: a time such as 90m, 12h, 7d or 2w, or forever.");
}

/** A size such as `500MB` or `2GB` in bytes. Throws an `InvalidArgumentError` as above. */
export function parseSize(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6}(?:\.\d{1,3})?)(MB|GB|TB)$/i.exec(text) ?? [];
  const bytes = Math.round(Number(count) * (BYTES[unit.toUpperCase()] ?? 0));
  if (bytes >= 1e6) return bytes;
  throw new InvalidArgumentError("Allowed: a size such as 500MB or 2GB, 1MB at least.");
}
