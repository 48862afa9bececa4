import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Trace } from "../../../src/api/contract.ts";
import { formatDuration } from "../../../src/trace-tree/format-duration.ts";
import { countOf } from "../format/format-count.ts";
import { formatMoment } from "../format/format-moment.ts";
import { CopyButton } from "../shell/copy-button.tsx";
import { Icon } from "../shell/icon.tsx";
import { ViewProblem } from "../shell/view-problem.tsx";
import { flattenSpans } from "./span-tree.ts";
import { spanOfTime } from "./time-range.ts";
import { useTrace } from "./use-trace.ts";
import { Waterfall } from "./waterfall.tsx";
import "./trace-view.css";

interface TraceViewProps {
  readonly traceId: string;
  readonly home: string;
}

/** The whole tree around executions: the app's own spans too. */
export function TraceView({ traceId, home }: TraceViewProps): VNode {
  const { value, error } = useTrace(traceId);
  if (value === undefined) return <ViewProblem error={error} what="trace" home={home} />;
  return (
    <main class="trace-view" id="main">
      <Header trace={value} home={home} />
      <div class="trace-spans">
        <Waterfall trace={value} keys />
      </div>
    </main>
  );
}

function Header({ trace, home }: { readonly trace: Trace; readonly home: string }): VNode {
  const name = flattenSpans(trace.spans, new Set())[0]?.span.name.slice(0, 120) ?? "Trace";
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${name}, trace · Viewer`;
  }, [name]);
  return (
    <header class="view-head">
      <a
        class="button quiet square"
        href={home}
        aria-label="Back to the executions"
        title="Back (Esc)"
      >
        <Icon name="left" />
      </a>
      <h1 class="view-title logged" tabIndex={-1} ref={heading}>
        {name}
      </h1>
      <p class="trace-facts number">{describe(trace)}</p>
      <div class="view-tools">
        <CopyButton text={() => location.href} label="Copy the link to this trace" words="Link" />
      </div>
    </header>
  );
}

function describe({ spans, project }: Trace): string {
  const { start, end } = spanOfTime(spans, Date.now() / 1_000);
  const failed = spans.filter(({ error }) => error !== null).length;
  return [
    countOf(spans.length, "span"),
    formatDuration(end - start),
    `started ${formatMoment(start)}`,
    ...(failed > 0 ? [countOf(failed, "error")] : []),
    ...(project === null ? [] : [project.name.slice(0, 60)]),
  ].join(" · ");
}
