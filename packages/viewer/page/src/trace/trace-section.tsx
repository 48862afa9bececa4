import type { ComponentChildren } from "preact";
import { tracePath } from "../routing/route.ts";
import { Section } from "../execution/section.tsx";
import { useTrace } from "./use-trace.ts";
import { Waterfall } from "./waterfall.tsx";

/** Rows in view below an execution; the rest is scrolled to. */
const MOST_ROWS = 8;

interface TraceSectionProps {
  readonly traceId: string;
  readonly current: string;
}

/** Where in its trace an execution stands; nothing where it stands alone. */
export function TraceSection({ traceId, current }: TraceSectionProps): ComponentChildren {
  const { value } = useTrace(traceId);
  if (value === undefined || value.spans.length < 2) return null;
  const rows = Math.min(value.spans.length, MOST_ROWS);
  return (
    <Section
      title="Trace"
      tools={
        <a class="button quiet" href={tracePath(traceId)}>
          Whole trace
        </a>
      }
    >
      <div class="trace-part" style={{ "--rows": String(rows) }}>
        <Waterfall trace={value} current={current} />
      </div>
    </Section>
  );
}
