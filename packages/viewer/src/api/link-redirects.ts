import { Hono } from "hono";
import { publicKey } from "../storage/public-key.ts";
import type { RowStore } from "../store/row-store.ts";
import { isExecution, traceIdOf } from "../summary/is-execution.ts";

/** Where `span.link()` and `span.permalink()` lead: the execution on the page, else its trace. */
export function linkRedirects(store: RowStore): Hono {
  const app = new Hono();
  app.get("/app/*", (c) => {
    const id = c.req.query("id") ?? c.req.query("oid") ?? c.req.query("r");
    if (id === undefined) return c.redirect("/");
    const row = store.row(id) ?? store.trace(id)[0];
    if (row === undefined) return c.text("Nothing with this id was logged, or not yet.", 404);
    return c.redirect(
      isExecution(row)
        ? `/executions/${publicKey(row)}`
        : `/traces/${encodeURIComponent(traceIdOf(row))}`,
    );
  });
  return app;
}
