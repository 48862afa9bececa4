const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A number with its thousands apart. */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** A number in few characters: `12.4K`. */
export function formatShortCount(count: number): string {
  return count < 10_000 ? WHOLE.format(count) : SHORT.format(count);
}

/** `1 image`, `3 images`. */
export function countOf(count: number, noun: string): string {
  return `${WHOLE.format(count)} ${noun}${count === 1 ? "" : "s"}`;
}
