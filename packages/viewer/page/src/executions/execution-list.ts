import type { ExecutionPage, ExecutionSummary } from "../../../src/api/contract.ts";
import type { Services } from "../api/services.ts";
import {
  apiQuery,
  endsNow,
  matchesFilters,
  queryPath,
  type ExecutionQuery,
} from "./execution-query.ts";
import { mergeSummaries } from "./merge-summaries.ts";
import {
  joinPages,
  readAnew,
  readFirst,
  readMore,
  type AskForPage,
  type ReadRows,
} from "./read-pages.ts";

/** What the list shows. */
export interface ExecutionListState {
  readonly rows: readonly ExecutionSummary[];
  /** How many match at the server; `undefined` where it did not count. */
  readonly total: number | undefined;
  readonly complete: boolean;
  readonly loading: boolean;
  readonly error: Error | undefined;
}

const REFRESH_PAUSE_MS = 1_000;
/** How often a list of a period that ends now is looked through. */
const AGING_MS = 5_000;
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
  #next: string | null = null;
  #request: AbortController | undefined;
  /** Whether the list has to be asked for again once the request on its way has ended. */
  #isStale = false;
  /** What changed while a request was on its way; its answer may be older. */
  readonly #heard = new Map<string, ExecutionSummary>();
  #refreshing: ReturnType<typeof setTimeout> | undefined;
  #aging: ReturnType<typeof setInterval> | undefined;
  #current: string | undefined;
  /** Where the keyboard's row is among the others, or was before it left them. */
  #place: number | undefined;

  constructor(services: Services, query: ExecutionQuery) {
    this.#services = services;
    this.#query = query;
    services.events.listen({
      executions: (changed) => this.#take(changed),
      reset: () => {
        this.#heard.clear();
        this.#refresh();
      },
    });
  }

  get state(): ExecutionListState {
    return this.#state;
  }

  get query(): ExecutionQuery {
    return this.#query;
  }

  /** Where the keyboard is; it survives a visit to another view. */
  get current(): string | undefined {
    return this.#current;
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
    this.#place = undefined;
    this.#request?.abort();
    clearInterval(this.#aging);
    this.#aging = endsNow(query) ? setInterval(() => this.#letGo(), AGING_MS) : undefined;
    void this.#load(readFirst);
  }

  /** Brings the keyboard to a row, if it is in the list. */
  stand(key: string): void {
    const index = this.#state.rows.findIndex((row) => row.key === key);
    if (index < 0) return;
    this.#current = key;
    this.#place = index;
  }

  /**
   * The row at an index that is told from the keyboard's: -1 where it is at none, and between two
   * where its row has left the list, as one that has ended leaves those that run.
   */
  rowAt(target: (index: number) => number): ExecutionSummary | undefined {
    const { rows } = this.#state;
    // Not from the last drawing: who types fast is ahead of it.
    const found = rows.findIndex(({ key }) => key === this.#current);
    const index = found < 0 && this.#place !== undefined ? this.#place - 0.5 : found;
    const wanted = target(index);
    const whole = wanted > index ? Math.floor(wanted) : Math.ceil(wanted);
    return rows[Math.max(0, Math.min(whole, rows.length - 1))];
  }

  /** Asks for the next page, if there is one and nothing is on its way. */
  loadMore(): void {
    const next = this.#next;
    if (next === null || this.#state.loading) return;
    void this.#load(async (ask) => {
      const page = await readMore(ask, next);
      const { rows, total } = this.#state;
      return { rows: joinPages(rows, page.executions), next: page.next, total: total ?? null };
    });
  }

  /** A request that is on its way ends first: with one change after another none would ever end. */
  #refresh(): void {
    if (this.#request !== undefined && this.#state.loading) this.#isStale = true;
    else void this.#load((ask) => readAnew(ask, this.#state.rows));
  }

  async #load(read: (ask: AskForPage) => Promise<ReadRows>): Promise<void> {
    const request = new AbortController();
    this.#request = request;
    this.#isStale = false;
    this.#heard.clear();
    this.#set({ ...this.#state, loading: true });
    try {
      const answer = await read((limit, cursor) => this.#page(limit, cursor, request.signal));
      if (request.signal.aborted) return;
      this.#next = answer.next;
      this.#set(this.#answered(answer));
    } catch (error) {
      if (request.signal.aborted) return;
      const problem = error instanceof Error ? error : new Error(String(error));
      this.#set({ ...this.#state, loading: false, error: problem });
    }
    if (this.#isStale) this.#refresh();
  }

  async #page(limit: number, cursor: string | null, signal: AbortSignal): Promise<ExecutionPage> {
    const params = apiQuery(this.#query, Date.now() / 1_000);
    params.set("limit", String(limit));
    if (cursor !== null) params.set("cursor", cursor);
    return await this.#services.api.executions(params, signal);
  }

  #answered({ rows, next, total }: ReadRows): ExecutionListState {
    const complete = next === null;
    const changed = [...this.#heard.values()];
    const merged = this.#merged(rows, changed, complete);
    const grown = merged.length - rows.length;
    return {
      rows: merged,
      total: complete ? merged.length : total === null ? undefined : total + grown,
      complete,
      loading: false,
      error: undefined,
    };
  }

  #take(changed: readonly ExecutionSummary[]): void {
    if (this.#state.loading) for (const one of changed) this.#heard.set(one.key, one);
    const { rows: before, total: counted, complete } = this.#state;
    const rows = this.#merged(before, changed, complete);
    if (this.#query.text !== "" || !complete) {
      const known = new Set([...before, ...rows].map((row) => row.key));
      // Whether it has the words, or is counted beyond the last row, the server has to say.
      if (changed.some(({ key }) => !known.has(key))) this.#refreshSoon();
    }
    const total = counted === undefined ? undefined : counted + rows.length - before.length;
    this.#set({ ...this.#state, rows, total });
  }

  #merged(
    rows: readonly ExecutionSummary[],
    changed: readonly ExecutionSummary[],
    complete: boolean,
  ): readonly ExecutionSummary[] {
    if (changed.length === 0) return rows;
    const now = Date.now() / 1_000;
    const searching = this.#query.text !== "";
    const known = new Set(searching ? rows.map((row) => row.key) : []);
    return mergeSummaries(rows, {
      changed,
      // Whether a new one has the words that are looked for, the server has to say.
      belongs: (one) => matchesFilters(this.#query, one, now) && (!searching || known.has(one.key)),
      complete,
    });
  }

  #refreshSoon(): void {
    if (this.#refreshing !== undefined) return;
    this.#refreshing = setTimeout(() => {
      this.#refreshing = undefined;
      this.#refresh();
    }, REFRESH_PAUSE_MS);
  }

  /** Takes out what is older than the period by now. */
  #letGo(): void {
    const { rows: before, total: counted, complete } = this.#state;
    const now = Date.now() / 1_000;
    const rows = before.filter((row) => matchesFilters(this.#query, row, now));
    // Beyond the last row, some may be older, too.
    if (!complete) this.#refreshSoon();
    if (rows.length === before.length) return;
    const total = counted === undefined ? undefined : counted + rows.length - before.length;
    this.#set({ ...this.#state, rows, total });
  }

  #set(state: ExecutionListState): void {
    this.#state = state;
    if (this.#current !== undefined && !state.loading) this.stand(this.#current);
    for (const listener of this.#listeners) listener();
  }
}
