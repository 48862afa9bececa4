import type { ExecutionPage, ExecutionSummary } from "../../../src/api/contract.ts";
import { mergeSummaries } from "./merge-summaries.ts";

/** Asks the server for one page of the list, from its top or from where another one ended. */
export type AskForPage = (limit: number, cursor: string | null) => Promise<ExecutionPage>;

/** Rows as they were read, from the top of the list on. */
export interface ReadRows {
  readonly rows: readonly ExecutionSummary[];
  /** Where the next page begins; `null` at the end. */
  readonly next: string | null;
  /** How many match at the server; `null` where it did not count. */
  readonly total: number | null;
}

const PAGE_ROWS = 100;
/** The server's own limit on a page. */
const LARGEST_PAGE = 500;
/** Beyond so many rows a list that is read anew begins at its top again. */
const MOST_ROWS_ANEW = 10_000;

/** The first page. */
export async function readFirst(ask: AskForPage): Promise<ReadRows> {
  const { executions, next, total } = await ask(PAGE_ROWS, null);
  return { rows: executions, next, total };
}

/** The page at `next`. */
export async function readMore(ask: AskForPage, next: string): Promise<ExecutionPage> {
  return await ask(PAGE_ROWS, next);
}

/** All of it once more, down to the last of these rows: whoever reads there keeps the place. */
export async function readAnew(
  ask: AskForPage,
  shown: readonly ExecutionSummary[],
): Promise<ReadRows> {
  const last = shown.at(-1)?.startedAt ?? Infinity;
  const first = await ask(shown.length > PAGE_ROWS ? LARGEST_PAGE : PAGE_ROWS, null);
  let rows: readonly ExecutionSummary[] = first.executions;
  let { next } = first;
  while (next !== null && rows.length < MOST_ROWS_ANEW && (rows.at(-1)?.startedAt ?? 0) >= last) {
    const page = await ask(LARGEST_PAGE, next);
    rows = joinPages(rows, page.executions);
    next = page.next;
  }
  return { rows, next, total: first.total };
}

/** Rows and those of a later page; one that moved between two answers is in both. */
export function joinPages(
  rows: readonly ExecutionSummary[],
  later: readonly ExecutionSummary[],
): readonly ExecutionSummary[] {
  return mergeSummaries(rows, { changed: later, belongs: () => true, complete: true });
}
