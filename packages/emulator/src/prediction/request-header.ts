const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const PREFER = /^wait(?:=([1-9]\d?))?$/;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;

/**
 * How long a `Prefer` header asks to be held, in milliseconds: `wait` for 60 seconds, `wait=n` for
 * n seconds up to 60. Undefined for any other text, which then changes nothing.
 */
export function preferredWaitMs(header: string | null): number | undefined {
  const match = PREFER.exec(header ?? "");
  return match === null ? undefined : Math.min(Number(match[1] ?? 60), 60) * 1_000;
}

/**
 * The milliseconds of a `Cancel-After` header: numbers with units, such as `90s` or `1m30s`.
 * Replicate's documentation shows minutes only; the other units are an assumption.
 */
export function cancelAfterMs(header: string | null): number | undefined {
  if (header === null || !DURATION.test(header)) return undefined;
  let total = 0;
  for (const [, amount, unit] of header.matchAll(DURATION_PART)) {
    total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  }
  return total;
}
