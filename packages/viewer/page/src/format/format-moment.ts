const TIME = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** The latest that a `Date` can be, in seconds. */
const LATEST_SECONDS = 8.64e12;

/** The time of day, with its day where that is not today. */
export function formatMoment(seconds: number, now: number = Date.now() / 1_000): string {
  const date = dateOf(seconds);
  if (date === undefined) return "–";
  const time = TIME.format(date);
  const today = date.toDateString() === new Date(now * 1_000).toDateString();
  return today ? time : `${DAY.format(date)}, ${time}`;
}

/** Date, time and zone in full. */
export function formatWhole(seconds: number): string {
  const date = dateOf(seconds);
  return date === undefined ? String(seconds) : WHOLE.format(date);
}

/** For `<time datetime>`. */
export function isoMoment(seconds: number): string {
  return dateOf(seconds)?.toISOString() ?? "";
}

/** Rows may hold any number; a `Date` would throw. */
function dateOf(seconds: number): Date | undefined {
  return Math.abs(seconds) <= LATEST_SECONDS ? new Date(seconds * 1_000) : undefined;
}
