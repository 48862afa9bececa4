import type { FacetValue } from "../api/contract.ts";
import { isJsonObject } from "../store/json-value.ts";
import { searchExpression } from "../summary/search-text.ts";
import type { StoredSummary } from "../summary/summarize-execution.ts";
import type { SqlDatabase, SqlRow, SqlValue } from "./sql-database.ts";

/** Which executions are asked for; values of one name are alternatives. */
export interface ExecutionQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly model?: readonly string[];
  readonly version?: readonly string[];
  readonly status?: readonly string[];
  readonly kind?: readonly string[];
  readonly project?: readonly string[];
  /** Epoch seconds, the first included, the last not. */
  readonly since?: number;
  readonly until?: number;
  readonly search?: string;
}

/** A summary and the id of its project, whose name is looked up elsewhere. */
export interface ListedExecution {
  readonly summary: StoredSummary;
  readonly projectId: string | null;
}

/** One page of executions. */
export interface ListedPage {
  readonly executions: readonly ListedExecution[];
  readonly next: string | null;
  /** `null` where counting would take too long. */
  readonly total: number | null;
}

const COLUMNS = [
  ["model", "model"],
  ["version", "version"],
  ["status", "status"],
  ["kind", "kind"],
  ["project", "project_id"],
] as const;

/** A column by which executions can be filtered. */
export type FacetColumn = (typeof COLUMNS)[number][1];

interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** The list in its order: one walk along the index, whatever it is filtered by. */
const IN_ORDER = "executions INDEXED BY executions_by_start";

/** Few rows that a search has found: looked up one by one and sorted. */
const ONE_BY_ONE = "executions NOT INDEXED";

/**
 * All that a search finds, at once: asking the index for each row of the list takes longer, as it
 * would gather the words that a prefix stands for each time.
 */
const FOUND = "seq IN (SELECT rowid FROM search WHERE search MATCH ?)";

/** Up to so many found rows are looked up one by one. */
const FEW = 5_000;

/** Reads one page, newest first. Throws a `RangeError` for a cursor that was not handed out. */
export function queryExecutions(sql: SqlDatabase, query: ExecutionQuery): ListedPage {
  const filters = filtersOf(query);
  const search = searchOf(sql, query.search);
  if (search === "nothing") return { executions: [], next: null, total: 0 };
  const { table, conditions } = search ?? { table: IN_ORDER, conditions: [] };
  const after = query.cursor === undefined ? [] : [afterCursor(query.cursor)];
  const page = [...filters, ...conditions, ...after];
  const rows = sql.all(
    `SELECT seq, started_at, project_id, summary FROM ${table}${where(page)}
     ORDER BY started_at DESC, seq DESC LIMIT ?`,
    [...values(page), query.limit + 1],
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    executions: shown.map(listedOf),
    next: rows.length > query.limit && last !== undefined ? cursorOf(last) : null,
    total: totalOf(sql, filters, search),
  };
}

interface Search {
  readonly table: string;
  readonly conditions: readonly Condition[];
  readonly found: number;
}

/** How a search is joined to the list: from the few that it found, or along the list. */
function searchOf(sql: SqlDatabase, text: string | undefined): Search | "nothing" | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const expression = searchExpression(text);
  if (expression === undefined) return "nothing";
  const count = sql.get("SELECT count(*) AS found FROM search WHERE search MATCH ?", [expression]);
  const found = Number(count?.["found"] ?? 0);
  if (found === 0) return "nothing";
  const conditions = [{ sql: FOUND, values: [expression] }];
  return { table: found <= FEW ? ONE_BY_ONE : IN_ORDER, conditions, found };
}

/** `null` for a frequent word among filtered executions: counting them takes as long as reading all. */
function totalOf(
  sql: SqlDatabase,
  filters: readonly Condition[],
  search: Search | undefined,
): number | null {
  if (filters.length === 0 && search !== undefined) return search.found;
  if (search !== undefined && search.found > FEW) return null;
  const conditions = [...filters, ...(search?.conditions ?? [])];
  const table = search?.table ?? IN_ORDER;
  const row = sql.get(`SELECT count(*) AS total FROM ${table}${where(conditions)}`, [
    ...values(conditions),
  ]);
  return Number(row?.["total"] ?? 0);
}

/** One execution of the list by its key. */
export function findExecution(sql: SqlDatabase, key: string): ListedExecution | undefined {
  const row = sql.get(
    `SELECT summary, project_id FROM executions
     WHERE seq = (SELECT seq FROM rows WHERE key = ?)`,
    [key],
  );
  return row && listedOf(row);
}

/** How often each value of a column occurs, the most frequent first. */
export function countValues(sql: SqlDatabase, column: FacetColumn): readonly FacetValue[] {
  return sql
    .all(
      `SELECT ${column} AS value, count(*) AS count FROM executions WHERE ${column} IS NOT NULL
       GROUP BY ${column} ORDER BY count DESC, value LIMIT 500`,
    )
    .map((row) => {
      const value = String(row["value"]);
      return { value, label: value, count: Number(row["count"]) };
    });
}

function filtersOf(query: ExecutionQuery): readonly Condition[] {
  const filters: Condition[] = [];
  for (const [name, column] of COLUMNS) {
    const wanted = query[name];
    if (wanted === undefined || wanted.length === 0) continue;
    const places = wanted.map(() => "?").join(", ");
    filters.push({ sql: `${column} IN (${places})`, values: wanted });
  }
  if (query.since !== undefined) filters.push({ sql: "started_at >= ?", values: [query.since] });
  if (query.until !== undefined) filters.push({ sql: "started_at < ?", values: [query.until] });
  return filters;
}

function where(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return "";
  return ` WHERE ${conditions.map((condition) => condition.sql).join(" AND ")}`;
}

function values(conditions: readonly Condition[]): readonly SqlValue[] {
  return conditions.flatMap((condition) => condition.values);
}

function cursorOf(row: SqlRow): string {
  return Buffer.from(JSON.stringify([row["started_at"], row["seq"]])).toString("base64url");
}

function afterCursor(cursor: string): Condition {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    parsed = undefined;
  }
  const [startedAt, seq] = Array.isArray(parsed) ? Array.from<unknown>(parsed) : [];
  if (typeof startedAt !== "number" || typeof seq !== "number") {
    throw new RangeError("cursor must be one that a page was answered with");
  }
  return { sql: "(started_at, seq) < (?, ?)", values: [startedAt, seq] };
}

function listedOf(row: SqlRow): ListedExecution {
  const summary: unknown = JSON.parse(String(row["summary"]));
  if (!isSummary(summary)) throw new TypeError("What is stored is no summary");
  const projectId = row["project_id"];
  return { summary, projectId: typeof projectId === "string" ? projectId : null };
}

/** Only `summarizeExecution` writes summaries. */
function isSummary(value: unknown): value is StoredSummary {
  return isJsonObject(value) && typeof value["key"] === "string";
}
