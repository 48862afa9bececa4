/** What a scrolled window shows of rows that are all equally high. */
export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}

/** Rows drawn beyond the edges, so that scrolling meets no gap. */
const BEYOND = 8;

/**
 * The first row to draw and the one after the last.
 *
 * @example
 * visibleRange({ scrollTop: 6400, height: 640, rowHeight: 64, count: 5000 }); // [92, 118]
 */
export function visibleRange(viewport: Viewport): readonly [start: number, end: number] {
  const { scrollTop, height, rowHeight, count } = viewport;
  const first = Math.floor(scrollTop / rowHeight) - BEYOND;
  const last = Math.ceil((scrollTop + height) / rowHeight) + BEYOND;
  return [Math.max(0, Math.min(first, count)), Math.max(0, Math.min(last, count))];
}

/** Where to scroll so that a row is whole in view; the present place if it is. */
export function scrollTopToShow(viewport: Viewport, index: number): number {
  const { scrollTop, height, rowHeight } = viewport;
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}
