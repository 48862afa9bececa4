import type { EmulatorScript, TerminalStatus } from "../model/emulator-script.ts";

/** One moment in the life of an execution; `atMs` counts from its creation. */
export type Moment =
  | { readonly atMs: number; readonly kind: "started" }
  | { readonly atMs: number; readonly kind: "output"; readonly output: unknown }
  | { readonly atMs: number; readonly kind: "logs"; readonly logs: string }
  | { readonly atMs: number; readonly kind: "ended"; readonly status: TerminalStatus };

/** The whole life of an execution, planned when it is created, in order of time. */
export type Timeline = readonly Moment[];

/** What is to be seen of an execution at some time. */
export interface Observation {
  readonly status: "starting" | "processing" | TerminalStatus;
  /** What was yielded so far. */
  readonly yielded: readonly unknown[];
  readonly logs: string;
  readonly startedMs?: number;
  readonly endedMs?: number;
}

/** Lays out a script in time. */
export function planTimeline(script: EmulatorScript): Timeline {
  const status = script.status ?? (script.error === undefined ? "succeeded" : "failed");
  const steps = script.steps ?? [];
  const moments: Moment[] = [];
  let atMs = script.queueMs ?? 0;
  if (status !== "aborted" || steps.length > 0) moments.push({ atMs, kind: "started" });
  for (const step of steps) {
    atMs += step.afterMs ?? 0;
    if (step.logs !== undefined) moments.push({ atMs, kind: "logs", logs: step.logs });
    if (step.output !== undefined) moments.push({ atMs, kind: "output", output: step.output });
  }
  if (script.neverEnds !== true) {
    moments.push({ atMs: atMs + (script.endMs ?? 0), kind: "ended", status });
  }
  return moments;
}

/**
 * Ends a timeline early. One that has ended by then stays as it is.
 *
 * @param end - when, and how: before and after the start, as a deadline makes a difference.
 */
export function cutTimeline(
  timeline: Timeline,
  end: { atMs: number; beforeStart: TerminalStatus; afterStart: TerminalStatus },
): Timeline {
  const lived = timeline.filter((moment) => moment.atMs <= end.atMs);
  if (lived.at(-1)?.kind === "ended") return timeline;
  const started = lived.some((moment) => moment.kind === "started");
  const status = started ? end.afterStart : end.beforeStart;
  return [...lived, { atMs: end.atMs, kind: "ended", status }];
}

/** Sums up a timeline until `atMs`. */
export function observeTimeline(timeline: Timeline, atMs: number): Observation {
  const yielded: unknown[] = [];
  let observation: Observation = { status: "starting", yielded, logs: "" };
  for (const moment of timeline) {
    if (moment.atMs > atMs) break;
    switch (moment.kind) {
      case "started":
        observation = { ...observation, status: "processing", startedMs: moment.atMs };
        break;
      case "output":
        yielded.push(moment.output);
        break;
      case "logs":
        observation = { ...observation, logs: observation.logs + moment.logs };
        break;
      case "ended":
        observation = { ...observation, status: moment.status, endedMs: moment.atMs };
        break;
    }
  }
  return observation;
}
