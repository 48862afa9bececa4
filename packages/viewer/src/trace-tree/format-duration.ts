/**
 * Seconds as people read them.
 *
 * @example
 * formatDuration(0.82); // "820 ms"
 * formatDuration(12.44); // "12.4 s"
 * formatDuration(754); // "12 m 34 s"
 */
export function formatDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1_000);
  if (milliseconds < 1_000) return `${milliseconds} ms`;
  const tenths = Math.round(seconds * 10);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)} m ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, "0");
}
