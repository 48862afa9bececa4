import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { RowStore } from "../store/row-store.ts";

/** Where `span.link()` and `span.permalink()` lead: the row and the spans of its trace, as JSON. */
export function linkRoutes(store: RowStore): Hono {
  const app = new Hono();
  app.get("/app/*", (c) => {
    const id = c.req.query("id") ?? c.req.query("oid") ?? c.req.query("r");
    if (id === undefined) return c.json({ rows: store.rows().length });
    const row = store.row(id);
    if (row === undefined) throw new HTTPException(404, { message: "No such row was logged" });
    const trace = store.rows().filter((other) => other.root_span_id === row.root_span_id);
    return c.json({ row, trace });
  });
  return app;
}
