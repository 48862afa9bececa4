import type { Context } from "hono";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { withProject } from "../storage/execution-index.ts";
import type { ListedExecution } from "../storage/query-executions.ts";
import { findExecution, queryExecutions } from "../storage/query-executions.ts";
import { rowOf } from "../storage/stored-row.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { CollectedRow } from "../store/collected-row.ts";
import { filesOfRow } from "../summary/files-of-row.ts";
import { summarizeExecution } from "../summary/summarize-execution.ts";
import type { ApiContext } from "./api-context.ts";
import type { ApiProject, ExecutionDetail, ExecutionSummary } from "./contract.ts";
import { cutValue } from "./cut-value.ts";
import { readFilters } from "./execution-filters.ts";
import { FacetCache } from "./facet-cache.ts";

/** The list of executions, one of them, and the values to filter by. */
export function executionRoutes(context: ApiContext): Hono {
  const { archive, registry } = context;
  const { sql } = archive;
  const app = new Hono();
  const listed = ({ summary, projectId }: ListedExecution): ExecutionSummary =>
    withProject(summary, projectId === null ? null : registry.project(projectId));

  app.get("/api/executions", (c) => {
    const query = readFilters(c.req.queries());
    if (query.search !== undefined) archive.search.catchUp();
    try {
      const { executions, next, total } = queryExecutions(sql, query);
      return c.json({ executions: executions.map(listed), next, total });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new HTTPException(400, { message: error.message });
    }
  });

  app.get("/api/executions/:key", (c) => c.json(detailOf(context, c.req.param("key"))));

  app.get("/api/executions/:key/row", (c) => {
    const { json } = storedRow(context, c.req.param("key"));
    return downloadedJson(c, json);
  });

  const facets = new FacetCache(context);
  app.get("/api/facets", (c) => c.json(facets.read()));
  return app;
}

function detailOf(context: ApiContext, key: string): ExecutionDetail {
  const { archive, registry } = context;
  const { row, writtenAt } = storedRow(context, key);
  const listed = findExecution(archive.sql, key);
  const files = filesOfRow(row);
  const mediaUrl = (file: (typeof files)[number]): string | null => archive.files.mediaUrl(file);
  const summary =
    listed?.summary ?? summarizeExecution(row, { key, updatedAt: writtenAt, files, mediaUrl });
  const isOver = summary.endedAt !== null;
  const { value, isCut } = cutValue(row);
  return {
    summary: withProject(summary, projectOf(registry, row)),
    row: isApiObject(value) ? value : {},
    isCut,
    media: files.map((file) => archive.files.describe(file, isOver)),
    createdBy: instrumentationOf(row),
  };
}

function storedRow(
  { archive }: ApiContext,
  key: string,
): { readonly row: CollectedRow; readonly json: string; readonly writtenAt: number } {
  const stored = archive.sql.get("SELECT json, written_at FROM rows WHERE key = ?", [key]);
  if (stored === undefined)
    throw new HTTPException(404, { message: "No such execution is stored" });
  const writtenAt = Number(stored["written_at"]);
  return { row: rowOf(stored), json: String(stored["json"]), writtenAt };
}

/** The project that a row was logged to, by the name that it was registered with. */
export function projectOf(
  registry: ApiContext["registry"],
  row: CollectedRow | undefined,
): ApiProject | null {
  const id = row?.project_id;
  if (id == null) return null;
  const { name } = registry.project(id);
  return { id, name };
}

function instrumentationOf(row: CollectedRow): string | null {
  const origin = row.context?.["span_origin"];
  const instrumentation = isJsonObject(origin) ? origin["instrumentation"] : undefined;
  const name = isJsonObject(instrumentation) ? instrumentation["name"] : undefined;
  return typeof name === "string" ? name : null;
}

/** What was parsed from JSON is JSON. */
function isApiObject(value: unknown): value is ExecutionDetail["row"] {
  return isJsonObject(value);
}

function downloadedJson(c: Context, json: string): Response {
  return c.body(json, 200, {
    "content-type": "application/json; charset=utf-8",
    "content-disposition": "attachment",
  });
}
