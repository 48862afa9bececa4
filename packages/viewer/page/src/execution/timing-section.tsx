import type { VNode } from "preact";
import type { ExecutionDetail } from "../../../src/api/contract.ts";
import { formatDuration } from "../../../src/trace-tree/format-duration.ts";
import { segmentsOf, TimeBar, type Segment } from "../executions/time-bar.tsx";
import { useNow } from "../format/use-now.ts";
import { Section } from "./section.tsx";
import { timingOf, type Timing } from "./timing-of.ts";
import "./timing-section.css";

/** How long it took: what the caller waited, against what Replicate reported. */
export function TimingSection({ detail }: { readonly detail: ExecutionDetail }): VNode {
  const timing = timingOf(detail);
  if (timing.total === undefined) return <UnderwaySection since={detail.summary.startedAt} />;
  const whole = Math.max(timing.total, timing.reportedTotal ?? 0);
  return (
    <Section title="Time">
      <div class="timing">
        <TimingRow
          label="The caller waited"
          whole={whole}
          segments={callerSegments(timing)}
          seconds={timing.total}
        />
        {timing.reportedTotal === undefined ? (
          <p class="quiet-words">Replicate reported no times.</p>
        ) : (
          <TimingRow
            label="Replicate reported"
            whole={whole}
            segments={reportedSegments(timing)}
            seconds={timing.reportedTotal}
          />
        )}
        <Legend timing={timing} />
      </div>
    </Section>
  );
}

function callerSegments({ total = 0, firstToken }: Timing): readonly Segment[] {
  if (firstToken === undefined || firstToken > total) return [{ kind: "rest", seconds: total }];
  return [
    { kind: "rest", seconds: firstToken },
    { kind: "streaming", seconds: total - firstToken },
  ];
}

function reportedSegments({ waiting, running, reportedTotal }: Timing): readonly Segment[] {
  return segmentsOf({
    waiting: waiting ?? null,
    running: running ?? null,
    total: reportedTotal ?? null,
  });
}

interface TimingRowProps {
  readonly label: string;
  readonly whole: number;
  readonly segments: readonly Segment[];
  readonly seconds: number;
}

function TimingRow({ label, whole, segments, seconds }: TimingRowProps): VNode {
  const known = segments.reduce((sum, segment) => sum + segment.seconds, 0);
  const scale = Math.max(whole, known);
  return (
    <div class="timing-row">
      <span class="timing-label">{label}</span>
      <span class="timing-track">
        <TimeBar segments={segments} width={percent(known, scale)} />
      </span>
      <span class="timing-seconds number">{formatDuration(seconds)}</span>
    </div>
  );
}

function percent(part: number, whole: number): string {
  return whole <= 0 ? "0" : `${Math.min(100, (part / whole) * 100)}%`;
}

function Legend({ timing }: { readonly timing: Timing }): VNode {
  const { waiting, running, firstToken, streaming } = timing;
  const items: readonly (readonly [
    kind: Segment["kind"],
    name: string,
    seconds: number | undefined,
  ])[] = [
    ["waiting", "Waiting in the queue", waiting],
    ["running", "Running", running],
    ["rest", "To the first token", firstToken],
    ["streaming", "Streaming", streaming],
  ];
  return (
    <dl class="timing-legend">
      {items.map(([kind, name, seconds]) =>
        seconds === undefined ? null : (
          <div key={name}>
            <dt>
              <span class={`segment ${kind}`} aria-hidden="true" />
              {name}
            </dt>
            <dd class="number">{formatDuration(seconds)}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function UnderwaySection({ since }: { readonly since: number }): VNode {
  const now = useNow();
  return (
    <Section title="Time">
      <div class="timing">
        <div class="timing-row">
          <span class="timing-label">Running for</span>
          <span class="timing-track">
            <span class="time-bar underway" aria-hidden="true" />
          </span>
          <span class="timing-seconds number">
            {formatDuration(Math.max(0, Math.floor(now - since)))}
          </span>
        </div>
      </div>
    </Section>
  );
}
