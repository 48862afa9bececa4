import { Component, type VNode } from "preact";
import type { ExecutionSummary } from "../../../src/api/contract.ts";
import { formatDuration } from "../../../src/trace-tree/format-duration.ts";
import { formatCount, formatShortCount } from "../format/format-count.ts";
import { formatMoment, formatWhole, isoMoment } from "../format/format-moment.ts";
import { useNow } from "../format/use-now.ts";
import { executionPath } from "../routing/route.ts";
import { StatusDot } from "../shell/status-badge.tsx";
import { OutputPreview } from "./output-preview.tsx";
import { splitModel } from "./split-model.ts";
import { describeTimes, segmentsOf, TimeBar } from "./time-bar.tsx";
import "./execution-row.css";

interface ExecutionRowProps {
  readonly summary: ExecutionSummary;
  /** Whether the keyboard is here. */
  readonly current: boolean;
  /** Whether Tab stops here: at one row of the list, from which arrows go on. */
  readonly reachable: boolean;
  readonly onFocus: (key: string) => void;
}

/** One execution of the list. Drawn again only when it has changed: most updates are of others. */
export class ExecutionRow extends Component<ExecutionRowProps> {
  override shouldComponentUpdate(next: ExecutionRowProps): boolean {
    const { summary, current, reachable } = this.props;
    return next.summary !== summary || next.current !== current || next.reachable !== reachable;
  }

  override render({ summary, current, reachable, onFocus }: ExecutionRowProps): VNode {
    return (
      <a
        class={`execution-row${current ? " current" : ""}`}
        href={executionPath(summary.key)}
        data-key={summary.key}
        tabIndex={reachable ? 0 : -1}
        onFocus={() => onFocus(summary.key)}
      >
        <StatusDot status={summary.status} />
        <Asked summary={summary} />
        <OutputPreview summary={summary} />
        <Took summary={summary} />
        <Tokens summary={summary} />
        <time
          class="row-start number"
          dateTime={isoMoment(summary.startedAt)}
          title={formatWhole(summary.startedAt)}
        >
          {formatMoment(summary.startedAt)}
        </time>
      </a>
    );
  }
}

function Asked({ summary }: { readonly summary: ExecutionSummary }): VNode {
  const { owner, name } = splitModel(summary.deployment ?? summary.model ?? summary.name);
  return (
    <span class="row-asked">
      <span class="row-model logged">
        <span class="row-owner">{owner}</span>
        {name}
        <span class="only-heard">, {summary.status}. Input: </span>
        {summary.version !== null && (
          <span class="row-version mono" aria-hidden="true">
            {summary.version.slice(0, 7)}
          </span>
        )}
      </span>
      <span class="row-input logged" dir="auto">
        {summary.inputLine}
      </span>
    </span>
  );
}

function Took({ summary }: { readonly summary: ExecutionSummary }): VNode {
  if (summary.endedAt === null)
    return <Underway since={summary.startedAt} status={summary.status} />;
  const times = {
    waiting: summary.waitingSeconds,
    running: summary.runningSeconds,
    total: summary.totalSeconds,
  };
  const words = describeTimes(times);
  const total = summary.totalSeconds ?? summary.runningSeconds;
  return (
    <span class="row-took" title={words}>
      <span class="number" aria-hidden="true">
        {total === null ? "–" : formatDuration(total)}
      </span>
      <TimeBar segments={segmentsOf(times)} />
      <span class="only-heard">{words}. </span>
    </span>
  );
}

function Underway({ since, status }: { readonly since: number; readonly status: string }): VNode {
  const now = useNow();
  return (
    <span class="row-took">
      <span class="number" title={`${status} so far`}>
        {formatDuration(Math.max(0, Math.floor(now - since)) || 0)}
        <span class="only-heard"> so far. </span>
      </span>
      <span class="time-bar underway" aria-hidden="true" />
    </span>
  );
}

function Tokens({ summary }: { readonly summary: ExecutionSummary }): VNode {
  const { promptTokens, completionTokens } = summary;
  const total = summary.tokens ?? completionTokens ?? promptTokens;
  if (total === null) return <span class="row-tokens" />;
  const words = [
    ...(promptTokens === null ? [] : [`${formatCount(promptTokens)} in`]),
    ...(completionTokens === null ? [] : [`${formatCount(completionTokens)} out`]),
  ].join(", ");
  return (
    <span class="row-tokens number" title={`Tokens: ${words === "" ? formatCount(total) : words}`}>
      {formatShortCount(total)}
      <span class="row-unit"> tok</span>
    </span>
  );
}
