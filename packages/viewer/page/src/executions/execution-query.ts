import type { ExecutionSummary } from "../../../src/api/contract.ts";

/** Filters that take several values; each name is the same in the address and in the API. */
export const FILTER_NAMES = ["model", "version", "status", "kind", "project"] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** What the list is narrowed to. */
export interface ExecutionQuery {
  readonly filters: { readonly [name in FilterName]: readonly string[] };
  /** One of `PERIODS`, or a moment in ISO's form. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly text: string;
}

/** Periods that end now, in seconds. */
export const PERIODS: { readonly [name: string]: number } = {
  "15m": 900,
  "1h": 3_600,
  "24h": 86_400,
  "7d": 604_800,
};

/** Reads the part of the page's address behind the question mark. */
export function parseQuery(search: string): ExecutionQuery {
  const params = new URLSearchParams(search);
  const chosen = (name: FilterName): readonly string[] => [...new Set(params.getAll(name))];
  const filters = {
    model: chosen("model"),
    version: chosen("version"),
    status: chosen("status"),
    kind: chosen("kind"),
    project: chosen("project"),
  };
  return {
    filters,
    since: params.get("since") ?? undefined,
    until: params.get("until") ?? undefined,
    text: params.get("q") ?? "",
  };
}

/** The address of the list, narrowed like this. */
export function queryPath(query: ExecutionQuery): string {
  const params = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    for (const value of query.filters[name]) params.append(name, value);
  }
  if (query.since !== undefined) params.set("since", query.since);
  if (query.until !== undefined) params.set("until", query.until);
  if (query.text !== "") params.set("q", query.text);
  const search = params.toString();
  return search === "" ? "/" : `/?${search}`;
}

/** What the API is asked: as in the address, with periods as moments. */
export function apiQuery(query: ExecutionQuery, now: number): URLSearchParams {
  const params = new URLSearchParams(
    queryPath({ ...query, since: undefined, until: undefined }).slice(2),
  );
  const since = momentOf(query.since, now);
  const until = momentOf(query.until, now);
  if (since !== undefined) params.set("since", String(since));
  if (until !== undefined) params.set("until", String(until));
  return params;
}

/** Whether anything narrows the list. */
export function isNarrowed(query: ExecutionQuery): boolean {
  return queryPath(query) !== "/";
}

/** Whether it is narrowed to a period that ends now, and moves on with it. */
export function endsNow({ since, until }: ExecutionQuery): boolean {
  return [since, until].some((moment) => moment !== undefined && Object.hasOwn(PERIODS, moment));
}

/** With one value of a filter taken in or out. */
export function toggleFilter(
  query: ExecutionQuery,
  name: FilterName,
  value: string,
): ExecutionQuery {
  const before = query.filters[name];
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return { ...query, filters: { ...query.filters, [name]: after } };
}

/** Whether an execution belongs into the list; its full text only the server can search. */
export function matchesFilters(
  query: ExecutionQuery,
  summary: ExecutionSummary,
  now: number,
): boolean {
  const values: { readonly [name in FilterName]: string | null } = {
    model: summary.model,
    version: summary.version,
    status: summary.status,
    kind: summary.outputKind,
    project: summary.project?.id ?? null,
  };
  const since = momentOf(query.since, now) ?? -Infinity;
  const until = momentOf(query.until, now) ?? Infinity;
  return (
    summary.startedAt >= since &&
    summary.startedAt < until &&
    FILTER_NAMES.every((name) => admits(query.filters[name], values[name]))
  );
}

function admits(wanted: readonly string[], value: string | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}

function momentOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const period = Object.hasOwn(PERIODS, text) ? PERIODS[text] : undefined;
  if (period !== undefined) return now - period;
  const parsed = Date.parse(text) / 1_000;
  return Number.isNaN(parsed) ? undefined : parsed;
}
