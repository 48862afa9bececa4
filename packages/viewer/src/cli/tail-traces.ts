import type { CollectedRow } from "../store/collected-row.ts";
import type { RowStore } from "../store/row-store.ts";
import type { RenderOptions } from "../trace-tree/render-trace-tree.ts";
import { renderTraceTree } from "../trace-tree/render-trace-tree.ts";
import { buildTraceTrees } from "../trace-tree/trace-tree.ts";

/** What tailing needs to know of its surroundings. */
export interface TailOptions {
  readonly print: (text: string) => void;
  /** Asked anew for each tree: a terminal can change its width. */
  readonly renderOptions: () => RenderOptions;
  /** A trace is complete when all its spans ended and nothing came for so long; 250 unless said. */
  readonly quietMs?: number;
  /** Gets the traces that still run whenever something of them changes; not called unless given. */
  readonly redraw?: (text: string) => void;
}

/** What is tailed: a store, or the traces of a viewer in another process. */
export type TailedStore = Pick<RowStore, "subscribe" | "trace" | "attachment">;

const DEFAULT_QUIET_MS = 250;
const REDRAW_MS = 100;

/** Traces that are being tailed. */
export interface Tail {
  /** Draws anew what still runs, as when the terminal has another width. */
  draw(): void;
  /** Prints what still runs and ends. */
  stop(): void;
}

/** Prints each trace when it is complete, and again when something is added to it later. */
export function tailTraces(store: TailedStore, options: TailOptions): Tail {
  const waiting = new Map<string, NodeJS.Timeout>();
  const unfinished = new Set<string>();
  const printed = new Map<string, string>();

  const render = (trace: string): string =>
    renderTraceTree(buildTraceTrees(rowsOf(store, trace)), {
      attachment: (key) => store.attachment(key),
      ...options.renderOptions(),
    });
  const print = (trace: string): void => {
    const text = render(trace);
    if (text === "" || printed.get(trace) === text) return;
    printed.set(trace, text);
    options.print(`${text}\n`);
  };
  const printIfComplete = (trace: string): void => {
    waiting.delete(trace);
    if (rowsOf(store, trace).some((row) => row.metrics?.["end"] == null)) return;
    unfinished.delete(trace);
    print(trace);
    draw();
  };
  let drawing: NodeJS.Timeout | undefined;
  const draw = (): void => {
    clearTimeout(drawing);
    drawing = undefined;
    options.redraw?.([...unfinished].map(render).join("\n\n"));
  };
  const drawSoon = (): void => {
    if (options.redraw !== undefined) drawing ??= setTimeout(draw, REDRAW_MS);
  };
  const wait = (trace: string): void => {
    clearTimeout(waiting.get(trace));
    const timer = setTimeout(() => printIfComplete(trace), options.quietMs ?? DEFAULT_QUIET_MS);
    waiting.set(trace, timer);
    unfinished.add(trace);
    drawSoon();
  };

  const unsubscribe = store.subscribe((change) => {
    if (change.kind === "rows") for (const row of change.rows) wait(traceOf(row));
    // Media come after their rows: a trace that is about to be printed waits for their sizes.
    if (change.kind === "attachment") for (const trace of waiting.keys()) wait(trace);
    if (change.kind === "cleared") {
      for (const known of [unfinished, printed]) known.clear();
      drawSoon();
    }
  });
  const stop = (): void => {
    unsubscribe();
    clearTimeout(drawing);
    for (const timer of waiting.values()) clearTimeout(timer);
    for (const trace of unfinished) print(trace);
  };
  return { draw, stop };
}

function traceOf(row: CollectedRow): string {
  return row.root_span_id ?? row.id;
}

function rowsOf(store: TailedStore, trace: string): readonly CollectedRow[] {
  return store.trace(trace).filter((row) => row["comment"] == null);
}
