import type { ExecutionPage, ExecutionSummary } from "../../../src/api/contract.ts";
import type { Services } from "../api/services.ts";
import { apiQuery, matchesFilters, queryPath, type ExecutionQuery } from "./execution-query.ts";
import { mergeSummaries } from "./merge-summaries.ts";

/** What the list shows. */
export interface ExecutionListState {
  readonly rows: readonly ExecutionSummary[];
  /** How many match at the server; `undefined` where it did not count. */
  readonly total: number | undefined;
  readonly complete: boolean;
  readonly loading: boolean;
  readonly error: Error | undefined;
}

const PAGE_ROWS = 100;
/** The server's own limit on a page. */
const LARGEST_PAGE = 500;
const SEARCH_PAUSE_MS = 1_000;
const EMPTY: ExecutionListState = {
  rows: [],
  total: undefined,
  complete: false,
  loading: true,
  error: undefined,
};

/** The executions of one query as they come: pages from the server, changes from its events. */
export class ExecutionList {
  readonly #services: Services;
  readonly #listeners = new Set<() => void>();
  #query: ExecutionQuery;
  #state: ExecutionListState = EMPTY;
  #next: string | undefined;
  #request: AbortController | undefined;
  #searchAgain: ReturnType<typeof setTimeout> | undefined;
  /** Where the keyboard is; it survives a visit to another view. */
  current: string | undefined;

  constructor(services: Services, query: ExecutionQuery) {
    this.#services = services;
    this.#query = query;
    services.events.listen({
      executions: (changed) => this.#take(changed),
      reset: () => void this.#load("again"),
    });
  }

  get state(): ExecutionListState {
    return this.#state;
  }

  get query(): ExecutionQuery {
    return this.#query;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Narrows the list; the same query again changes nothing. */
  narrow(query: ExecutionQuery): void {
    const same = queryPath(query) === queryPath(this.#query);
    if (same && this.#request !== undefined) return;
    this.#query = query;
    void this.#load("anew");
  }

  /** Asks for the next page, if there is one and none is on its way. */
  loadMore(): void {
    if (this.#next !== undefined && !this.#state.loading) void this.#load("more");
  }

  async #load(how: "anew" | "again" | "more"): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#set({ ...this.#state, loading: true });
    try {
      const page = await this.#services.api.executions(this.#params(how), request.signal);
      if (request.signal.aborted) return;
      this.#next = page.next ?? undefined;
      this.#set(this.#joined(page, how));
    } catch (error) {
      if (request.signal.aborted) return;
      const problem = error instanceof Error ? error : new Error(String(error));
      this.#set({ ...this.#state, loading: false, error: problem });
    }
  }

  #params(how: "anew" | "again" | "more"): URLSearchParams {
    const params = apiQuery(this.#query, Date.now() / 1_000);
    const known = how === "again" ? this.#state.rows.length : 0;
    params.set("limit", String(Math.min(Math.max(PAGE_ROWS, known), LARGEST_PAGE)));
    if (how === "more" && this.#next !== undefined) params.set("cursor", this.#next);
    return params;
  }

  #joined(page: ExecutionPage, how: "anew" | "again" | "more"): ExecutionListState {
    const complete = page.next === null;
    const rows =
      how === "more"
        ? mergeSummaries(this.#state.rows, {
            changed: page.executions,
            belongs: () => true,
            complete: true,
          })
        : page.executions;
    const counted = how === "more" ? this.#state.total : (page.total ?? undefined);
    return {
      rows,
      total: complete ? rows.length : counted,
      complete,
      loading: false,
      error: undefined,
    };
  }

  #take(changed: readonly ExecutionSummary[]): void {
    const now = Date.now() / 1_000;
    const known = new Set(this.#state.rows.map((row) => row.key));
    const searching = this.#query.text !== "";
    const rows = mergeSummaries(this.#state.rows, {
      changed,
      // Whether a new one has the words that are looked for, the server has to say.
      belongs: (one) => matchesFilters(this.#query, one, now) && (!searching || known.has(one.key)),
      complete: this.#state.complete,
    });
    if (searching && changed.some(({ key }) => !known.has(key))) this.#searchSoon();
    const grown = rows.length - this.#state.rows.length;
    const total = this.#state.total === undefined ? undefined : this.#state.total + grown;
    this.#set({ ...this.#state, rows, total });
  }

  #searchSoon(): void {
    if (this.#searchAgain !== undefined) return;
    this.#searchAgain = setTimeout(() => {
      this.#searchAgain = undefined;
      void this.#load("again");
    }, SEARCH_PAUSE_MS);
  }

  #set(state: ExecutionListState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
