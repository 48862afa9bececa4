import { Hono } from "hono";
import type { ApiContext } from "./api-context.ts";
import type { Health } from "./contract.ts";
import { exportRows } from "./export-rows.ts";

/** Health, everything as lines of JSON, and the removal of everything. */
export function maintenanceRoutes({ archive, version }: ApiContext): Hono {
  const app = new Hono();

  app.get("/api/health", (c) => {
    const directory = archive.directory.path;
    const health: Health = { name: "braintrust-replicate-viewer", version, directory };
    return c.json(health);
  });

  app.get("/api/export", () => {
    const lines = exportRows(archive.sql);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const { done, value } = lines.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
    });
    return new Response(body, {
      headers: {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": 'attachment; filename="executions.ndjson"',
      },
    });
  });

  app.delete("/api/executions", (c) => {
    archive.clear();
    return c.json({});
  });
  return app;
}
