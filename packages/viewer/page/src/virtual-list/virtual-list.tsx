import type { ComponentChildren, VNode } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { scrollTopToShow, visibleRange, type Viewport } from "./visible-range.ts";
import "./virtual-list.css";

/** A list of which only what is seen is in the document. */
export interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  readonly rowHeight: number;
  readonly keyOf: (index: number) => string;
  readonly indexOf: (key: string) => number;
  readonly renderRow: (index: number) => ComponentChildren;
  /** The row with the focus; it is drawn wherever it is, or its focus would be lost. */
  readonly current: string | undefined;
  /** For lists that are trees. */
  readonly levelOf?: (index: number) => number;
  /** Told when the end comes near; and again, where it is still near when `settled` comes true. */
  readonly onNearEnd?: () => void;
  /** Whether nothing is on its way that would move the end. */
  readonly settled?: boolean;
  /** Told whether the first row is in view. */
  readonly onTop?: (atTop: boolean) => void;
}

const NEAR_ROWS = 30;

export function VirtualList(props: VirtualListProps): VNode {
  const { count, rowHeight } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ scrollTop: 0, height: 800 });
  const scrolled = useRef(0);
  const viewport: Viewport = { ...view, rowHeight, count };
  const [start, end] = visibleRange(viewport);
  const read = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    scrolled.current = box.scrollTop;
    setView({ scrollTop: box.scrollTop, height: box.clientHeight });
  }, []);
  useResize(scroller, read);
  useAnchor(scroller, props, scrolled);
  useShowCurrent(scroller, props);
  useLayoutEffect(() => {
    if (end >= count - NEAR_ROWS) props.onNearEnd?.();
    props.onTop?.(view.scrollTop < rowHeight);
  }, [end, count, props.settled, view.scrollTop < rowHeight]);
  const indexes = Array.from({ length: end - start }, (_, offset) => start + offset);
  const focused = props.current === undefined ? -1 : props.indexOf(props.current);
  if (focused >= 0 && (focused < start || focused >= end)) indexes.push(focused);
  return (
    <div class="virtual-list" ref={scroller} onScroll={read}>
      <ul
        class="virtual-rows"
        role="list"
        aria-label={props.label}
        style={{ height: `${count * rowHeight}px` }}
      >
        {indexes.map((index) => (
          <li
            key={props.keyOf(index)}
            class="virtual-row"
            aria-setsize={count}
            aria-posinset={index + 1}
            aria-level={props.levelOf?.(index)}
            style={{ height: `${rowHeight}px`, transform: `translateY(${index * rowHeight}px)` }}
          >
            {props.renderRow(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function useResize(scroller: { readonly current: HTMLDivElement | null }, read: () => void): void {
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    read();
    const observer = new ResizeObserver(read);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
}

/** The first row in view, and how it stood at the last drawing. */
interface Anchor {
  readonly key: string;
  readonly index: number;
  /** How much of it is scrolled away, in pixels. */
  readonly offset: number;
  readonly count: number;
  readonly rowHeight: number;
}

/** Rows that come in above push nothing away from under the reader's eyes. */
function useAnchor(
  scroller: { readonly current: HTMLDivElement | null },
  { count, rowHeight, keyOf, indexOf }: VirtualListProps,
  scrolled: { current: number },
): void {
  const anchor = useRef<Anchor | undefined>(undefined);
  useLayoutEffect(() => {
    const box = scroller.current;
    const before = anchor.current;
    const index = before === undefined ? -1 : indexOf(before.key);
    if (box === null || before === undefined || index < 0) return;
    // The count may be as before: as many have come as have gone. Scrolling alone moves no row.
    if (index === before.index && count === before.count && rowHeight === before.rowHeight) return;
    scrolled.current = index * rowHeight + before.offset;
    box.scrollTop = scrolled.current;
  });
  useLayoutEffect(() => {
    // As it is known: to ask the box would lay the page out once more.
    const top = scrolled.current;
    const first = Math.floor(top / rowHeight);
    // Who is at the top wants to see what comes.
    const held = top > 0 && first < count;
    const offset = top - first * rowHeight;
    anchor.current = held
      ? { key: keyOf(first), index: first, offset, count, rowHeight }
      : undefined;
  });
}

/** Moving by keys scrolls, then takes the focus along. */
function useShowCurrent(
  scroller: { readonly current: HTMLDivElement | null },
  { current, rowHeight, count, indexOf }: VirtualListProps,
): void {
  useLayoutEffect(() => {
    const box = scroller.current;
    const index = current === undefined ? -1 : indexOf(current);
    if (box === null || index < 0) return;
    const { scrollTop, clientHeight: height } = box;
    const target = scrollTopToShow({ scrollTop, height, rowHeight, count }, index);
    if (target !== scrollTop) box.scrollTop = target;
  }, [current]);
}
