import type { CollectedRow } from "../store/collected-row.ts";
import { cutToWidth, displayWidth } from "../terminal/display-width.ts";
import type { Look, Paint } from "../terminal/paint.ts";
import { createPaint } from "../terminal/paint.ts";
import { terminalText } from "../terminal/terminal-text.ts";
import type { TreeLine } from "./flatten-tree.ts";
import { flattenTree } from "./flatten-tree.ts";
import { formatDuration } from "./format-duration.ts";
import { shareColumns } from "./share-columns.ts";
import type { SpanStatus } from "./span-status.ts";
import { spanStatus, STATUS_MARKS } from "./span-status.ts";
import { summarizeOutcome } from "./summarize-outcome.ts";
import type { FindAttachment } from "./summarize-value.ts";
import type { TraceTree } from "./trace-tree.ts";

/** How a trace tree is printed. */
export interface RenderOptions {
  /** Paint with ANSI colours; not unless said. `terminalOptions` knows what a terminal can. */
  readonly colour?: boolean;
  /** Columns at which lines are cut; 120 unless said, 24 at least. */
  readonly width?: number;
  /** Epoch milliseconds: running spans then say for how long. */
  readonly now?: number;
  /** Finds attachments, so that their sizes are shown. */
  readonly attachment?: FindAttachment;
}

interface Cells {
  readonly branch: string;
  readonly name: string;
  readonly duration: string;
  readonly status: SpanStatus;
  readonly model: string;
  readonly outcome: string;
}

const LOOKS: Readonly<Record<SpanStatus, Look>> = {
  succeeded: "green",
  failed: "red",
  stopped: "yellow",
  running: "blue",
};

const DEFAULT_WIDTH = 120;
const GAP = "  ";

/**
 * Prints trace trees for a terminal, one line a span: name, duration, status, model and in short
 * what came out. Nothing that was logged can control the terminal. The text has no line end.
 *
 * @example
 * console.log(renderTraceTree(buildTraceTrees(store.rows()), terminalOptions(process.stdout)));
 * // checkout                12.6 s  ✓
 * // └─ replicate.run        12.4 s  ✓  black-forest-labs/flux-schnell  image/webp 48.2 kB
 */
export function renderTraceTree(trees: readonly TraceTree[], options: RenderOptions = {}): string {
  const width = options.width ?? DEFAULT_WIDTH;
  const blocks = trees.map((tree) => flattenTree(tree).map((line) => cellsOf(line, options)));
  const columns = measure(blocks.flat(), width);
  const paint = createPaint(options.colour ?? false);
  return blocks
    .map((lines) => lines.map((cells) => renderLine(cells, columns, paint)).join("\n"))
    .join("\n\n");
}

/** More than a line shows: what is logged may be of any length. */
const MOST_CHARACTERS = 500;

function cellsOf(line: TreeLine, options: RenderOptions): Cells {
  const { row } = line.tree;
  return {
    branch: line.branch,
    name: terminalText((row.span_attributes?.name ?? row.id).slice(0, MOST_CHARACTERS)),
    duration: durationOf(row, options.now),
    status: spanStatus(row),
    model: terminalText(modelOf(row).slice(0, MOST_CHARACTERS)),
    outcome: terminalText(summarizeOutcome(line.tree, options.attachment)),
  };
}

function modelOf(row: CollectedRow): string {
  const { model, deployment } = row.metadata ?? {};
  if (typeof model === "string") return model;
  return typeof deployment === "string" ? deployment : "";
}

function durationOf(row: CollectedRow, now: number | undefined): string {
  const { start, end = now === undefined ? undefined : now / 1_000 } = row.metrics ?? {};
  return start == null || end == null ? "" : formatDuration(Math.max(0, end - start));
}

interface Columns {
  readonly name: number;
  readonly duration: number;
  readonly model: number;
  readonly outcome: number;
}

/** Below this width the model is left out, so that the rest can still be read. */
const NARROWEST_WITH_MODEL = 60;
const NARROWEST = 24;
const MARK_WIDTH = 1;

function measure(lines: readonly Cells[], width: number): Columns {
  const widest = (read: (cells: Cells) => string): number =>
    lines.reduce((columns, cells) => Math.max(columns, displayWidth(read(cells))), 0);
  const duration = widest((cells) => cells.duration);
  const modelNeeds = width < NARROWEST_WITH_MODEL ? 0 : widest((cells) => cells.model);
  const gaps = GAP.length * (modelNeeds === 0 ? 3 : 4);
  const free = Math.max(width, NARROWEST) - duration - MARK_WIDTH - gaps;
  const [name = 0, model = 0, outcome = 0] = shareColumns(free, [
    { needs: widest((cells) => cells.branch + cells.name), weight: 5 },
    { needs: modelNeeds, weight: 4 },
    { needs: widest((cells) => cells.outcome), weight: 5 },
  ]);
  return { name, duration, model, outcome };
}

function renderLine(cells: Cells, columns: Columns, paint: Paint): string {
  const look = LOOKS[cells.status];
  const branch = cutToWidth(cells.branch, columns.name);
  const name = cutToWidth(cells.name, columns.name - displayWidth(branch));
  const nameEnd = " ".repeat(columns.name - displayWidth(branch) - displayWidth(name));
  const model = pad(fitModel(cells.model, columns.model), columns.model);
  const parts = [
    `${paint("dim", branch)}${paint("bold", name)}${nameEnd}`,
    cells.duration.padStart(columns.duration),
    paint(look, STATUS_MARKS[cells.status]),
    ...(columns.model === 0 ? [] : [paint("dim", model)]),
  ];
  const outcome = cutToWidth(cells.outcome, columns.outcome);
  if (outcome === "") return parts.join(GAP).trimEnd();
  return [...parts, cells.status === "failed" ? paint("red", outcome) : outcome].join(GAP);
}

/** Of `owner/name` the name says more. */
function fitModel(model: string, columns: number): string {
  const fits = displayWidth(model) <= columns;
  return fits ? model : cutToWidth(model.slice(model.lastIndexOf("/") + 1), columns);
}

function pad(text: string, columns: number): string {
  return `${text}${" ".repeat(Math.max(0, columns - displayWidth(text)))}`;
}
