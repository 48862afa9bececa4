import type { VNode } from "preact";
import { formatDuration } from "../../../src/trace-tree/format-duration.ts";
import "./time-bar.css";

/** Seconds of an execution, as far as they are known. */
export interface BarTimes {
  readonly waiting: number | null;
  readonly running: number | null;
  /** What the caller waited. */
  readonly total: number | null;
}

/** A part of a bar. */
export interface Segment {
  readonly kind: "waiting" | "running" | "streaming" | "rest";
  readonly seconds: number;
}

/** The parts of one bar: what Replicate reported, and what else the caller waited for. */
export function segmentsOf({ waiting, running, total }: BarTimes): readonly Segment[] {
  const known = (waiting ?? 0) + (running ?? 0);
  const segments: readonly Segment[] = [
    { kind: "waiting", seconds: waiting ?? 0 },
    { kind: "running", seconds: running ?? 0 },
    { kind: "rest", seconds: Math.max(0, (total ?? 0) - known) },
  ];
  return segments.filter(({ seconds }) => seconds > 0);
}

/** The same in words. */
export function describeTimes({ waiting, running, total }: BarTimes): string {
  const parts = [
    ...(total === null ? [] : [`${formatDuration(total)} in all`]),
    ...(waiting === null ? [] : [`${formatDuration(waiting)} waiting`]),
    ...(running === null ? [] : [`${formatDuration(running)} running`]),
  ];
  return parts.join(", ");
}

interface TimeBarProps {
  readonly segments: readonly Segment[];
  /** Of the width that there is; all of it unless said. */
  readonly width?: string;
}

/** Waiting, running and the rest side by side; the whole width is the whole time. */
export function TimeBar({ segments, width = "100%" }: TimeBarProps): VNode {
  const whole = segments.reduce((sum, { seconds }) => sum + seconds, 0);
  return (
    <span class="time-bar" aria-hidden="true" style={{ width }}>
      {segments.map(({ kind, seconds }) => (
        // Shares that add up to less than 1 would leave the rest of the width empty.
        <span
          key={kind}
          class={`segment ${kind}`}
          style={{ flexGrow: String((seconds / whole) * 100) }}
        />
      ))}
    </span>
  );
}
