import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { CollectorContext } from "./collector-context.ts";
import { readJsonObject } from "./request-body.ts";
import { requireString } from "./require-string.ts";

/** Who you are and which project you log to: what an SDK asks before its first rows. */
export function accountRoutes(context: CollectorContext): Hono {
  const app = new Hono();

  app.post("/api/apikey/login", (c) => {
    const { origin } = new URL(c.req.url);
    return c.json({
      org_info: [{ id: "local", name: "local", api_url: origin, proxy_url: origin }],
    });
  });

  app.post("/api/project/register", async (c) => {
    const body = await readJsonObject(c.req.raw, context.maxBodyBytes);
    return c.json({
      project: context.registry.registerProject(requireString(body, "project_name")),
    });
  });

  app.get("/api/project", (c) => {
    const id = c.req.query("id");
    if (id === undefined) {
      throw new HTTPException(400, { message: "The query parameter id is missing" });
    }
    const project = context.registry.project(id);
    return c.json({ ...project, project });
  });

  app.get("/version", (c) =>
    c.json(
      context.maxPayloadBytes === undefined
        ? {}
        : { logs3_payload_max_bytes: context.maxPayloadBytes },
    ),
  );

  app.get("/ping", (c) => c.json({ org_name: "local" }));
  return app;
}
