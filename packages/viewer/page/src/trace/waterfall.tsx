import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Trace } from "../../../src/api/contract.ts";
import { formatDuration } from "../../../src/trace-tree/format-duration.ts";
import { useNow } from "../format/use-now.ts";
import { useShortcuts } from "../keyboard/shortcuts.ts";
import { useRowHeight } from "../virtual-list/use-row-height.ts";
import { VirtualList } from "../virtual-list/virtual-list.tsx";
import { flattenSpans, type TreeSpan } from "./span-tree.ts";
import { SpanRow } from "./span-row.tsx";
import { spanOfTime } from "./time-range.ts";
import { useTreeKeys } from "./use-tree-keys.ts";
import "./waterfall.css";

interface WaterfallProps {
  readonly trace: Trace;
  /** The execution that is looked at. */
  readonly current?: string;
  /** Whether the tree owns the keys; below an execution it does not. */
  readonly keys?: boolean;
}

/** The spans of a trace as a tree, each with its bar in time. */
export function Waterfall({ trace, current, keys = false }: WaterfallProps): VNode {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => flattenSpans(trace.spans, closed), [trace, closed]);
  const running = trace.spans.some(({ endedAt }) => endedAt === null);
  const now = useNow();
  const range = useMemo(() => spanOfTime(trace.spans, now), [trace, running ? now : 0]);
  const rowHeight = useRowHeight({ wide: 2.25, narrow: 3.25 });
  const indexes = useMemo(() => new Map(rows.map(({ span }, index) => [span.key, index])), [rows]);
  const toggle = (key: string): void => {
    const next = new Set(closed);
    if (!next.delete(key)) next.add(key);
    setClosed(next);
  };
  const { focused, focusRow, shortcuts } = useTreeKeys(rows, { closed, toggle });
  useShortcuts(keys ? shortcuts : {});
  return (
    <div class="waterfall">
      <Axis seconds={range.end - range.start} />
      <VirtualList
        label="Spans"
        count={rows.length}
        rowHeight={rowHeight}
        keyOf={(index) => rows[index]?.span.key ?? String(index)}
        indexOf={(key) => indexes.get(key) ?? -1}
        levelOf={(index) => rows[index]?.depth ?? 1}
        current={focused ?? current}
        renderRow={(index) =>
          rowAt(rows, index, (row) => (
            <SpanRow
              row={row}
              range={range}
              closed={closed.has(row.span.key)}
              current={row.span.key === current}
              reachable={row.span.key === (focused ?? current ?? rows[0]?.span.key)}
              onToggle={toggle}
              onFocus={focusRow}
            />
          ))
        }
      />
    </div>
  );
}

function rowAt(
  rows: readonly TreeSpan[],
  index: number,
  draw: (row: TreeSpan) => VNode,
): VNode | null {
  const row = rows[index];
  return row === undefined ? null : draw(row);
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];

function Axis({ seconds }: { readonly seconds: number }): VNode {
  return (
    <div class="waterfall-axis number" aria-hidden="true">
      <span class="waterfall-scale">
        {TICKS.map((tick) => (
          <span key={tick} class="waterfall-tick" style={{ left: `${tick * 100}%` }}>
            {formatDuration(seconds * tick)}
          </span>
        ))}
      </span>
    </div>
  );
}
