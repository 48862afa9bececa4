import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { publicKey } from "../storage/public-key.ts";
import { rowOf } from "../storage/stored-row.ts";
import type { CollectedRow } from "../store/collected-row.ts";
import { executionStatus } from "../summary/execution-status.ts";
import { isExecution, startOf } from "../summary/is-execution.ts";
import { errorLine } from "../summary/summarize-execution.ts";
import type { ApiContext } from "./api-context.ts";
import type { Trace, TraceSpan } from "./contract.ts";
import { projectOf } from "./execution-routes.ts";

/** `GET /api/traces/:traceId`: the spans of a trace, by their start; `/rows`: its rows, whole. */
export function traceRoutes({ archive, registry }: ApiContext): Hono {
  const app = new Hono();
  app.get("/api/traces/:traceId", (c) => {
    const traceId = c.req.param("traceId");
    const stored = archive.sql
      .all("SELECT json, written_at FROM rows WHERE trace_id = ? ORDER BY seq", [traceId])
      .map((place) => ({ row: rowOf(place), writtenAt: Number(place["written_at"]) }))
      .filter(({ row }) => row["comment"] == null);
    if (stored.length === 0) throw new HTTPException(404, { message: "No such trace is stored" });
    const spans = stored.map(spanOf).toSorted((a, b) => a.startedAt - b.startedAt);
    const trace: Trace = { traceId, project: projectOf(registry, stored[0]?.row), spans };
    return c.json(trace);
  });

  app.get("/api/traces/:traceId/rows", (c) => {
    const rows = archive.store.trace(c.req.param("traceId"));
    return c.json({ rows });
  });
  return app;
}

function spanOf({
  row,
  writtenAt,
}: {
  readonly row: CollectedRow;
  readonly writtenAt: number;
}): TraceSpan {
  const model = row.metadata?.["model"];
  return {
    key: publicKey(row),
    id: row.id,
    spanId: row.span_id ?? row.id,
    parentIds: row.span_parents ?? [],
    name: row.span_attributes?.name ?? row.id,
    type: row.span_attributes?.type ?? null,
    startedAt: startOf(row, writtenAt),
    endedAt: row.metrics?.["end"] ?? null,
    status: executionStatus(row),
    error: errorLine(row.error),
    isExecution: isExecution(row),
    model: typeof model === "string" ? model : null,
  };
}
