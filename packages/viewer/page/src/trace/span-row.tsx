import type { VNode } from "preact";
import { formatDuration } from "../../../src/trace-tree/format-duration.ts";
import { executionPath } from "../routing/route.ts";
import { Icon } from "../shell/icon.tsx";
import { lookOfStatus, StatusDot } from "../shell/status-badge.tsx";
import type { TreeSpan } from "./span-tree.ts";
import { endOf, type TimeRange } from "./time-range.ts";

/** Deeper levels are not moved further in: there would be no room for their names. */
const DEEPEST_INDENT = 12;

interface SpanRowProps {
  readonly row: TreeSpan;
  readonly range: TimeRange;
  readonly closed: boolean;
  readonly current: boolean;
  /** Whether Tab stops here. */
  readonly reachable: boolean;
  readonly onToggle: (key: string) => void;
  readonly onFocus: (key: string) => void;
}

/** One span: its name at its depth, its bar in time. */
export function SpanRow(props: SpanRowProps): VNode {
  const { row, closed, current, reachable, onToggle, onFocus } = props;
  const { span, depth, children } = row;
  return (
    <div class={`span-row${current ? " current" : ""}`}>
      <span
        class="span-indent"
        style={{ "--depth": String(Math.min(depth - 1, DEEPEST_INDENT)) }}
        aria-hidden="true"
      />
      {children > 0 ? (
        <button
          type="button"
          class="span-toggle"
          tabIndex={reachable ? 0 : -1}
          aria-expanded={!closed}
          aria-label={`Below ${span.name.slice(0, 80)}`}
          onClick={() => onToggle(span.key)}
        >
          <Icon name={closed ? "right" : "down"} size={12} />
        </button>
      ) : (
        <span class="span-toggle" aria-hidden="true" />
      )}
      <a
        class="span-link"
        href={executionPath(span.key)}
        data-key={span.key}
        tabIndex={reachable ? 0 : -1}
        aria-current={current ? "true" : undefined}
        onFocus={() => onFocus(span.key)}
      >
        <span class="span-name">
          <StatusDot status={span.status} />
          <span class={`logged${span.isExecution ? " span-execution" : ""}`}>
            {span.name.slice(0, 200)}
          </span>
          {span.model !== null && <span class="span-model logged">{span.model.slice(0, 100)}</span>}
          <span class="only-heard">, {span.status}</span>
        </span>
        <Bar {...props} />
      </a>
    </div>
  );
}

function Bar({ row: { span }, range }: SpanRowProps): VNode {
  const whole = range.end - range.start;
  const end = endOf(span, range.end);
  const left = ((span.startedAt - range.start) / whole) * 100;
  const width = ((end - span.startedAt) / whole) * 100;
  const { tone } = lookOfStatus(span.status);
  const seconds = formatDuration(end - span.startedAt);
  return (
    <span class="span-track">
      <span
        class={`span-bar ${tone}${span.isExecution ? " of-execution" : ""}${span.endedAt === null ? " open" : ""}`}
        style={{ left: `${left}%`, width: `${width}%` }}
        aria-hidden="true"
      />
      <span
        class={`span-seconds number${left + width > 78 ? " before" : ""}`}
        style={{ left: `${left + width > 78 ? left : left + width}%` }}
      >
        {seconds}
      </span>
    </span>
  );
}
