import { Hono } from "hono";
import type { ApiContext } from "./api-context.ts";
import { eventRoutes } from "./event-routes.ts";
import { executionRoutes } from "./execution-routes.ts";
import { linkRedirects } from "./link-redirects.ts";
import { maintenanceRoutes } from "./maintenance-routes.ts";
import { mediaRoutes } from "./media-routes.ts";
import { pageRoutes } from "./page-routes.ts";
import { securityHeaders } from "./security-headers.ts";
import { traceRoutes } from "./trace-routes.ts";

/** The page and everything it asks for. */
export function apiRoutes(context: ApiContext): Hono {
  const app = new Hono();
  app.use(securityHeaders());
  app.route("/", executionRoutes(context));
  app.route("/", traceRoutes(context));
  app.route("/", eventRoutes(context.hub));
  app.route("/", maintenanceRoutes(context));
  app.route("/", mediaRoutes(context.archive));
  app.route("/", linkRedirects(context.archive.store));
  app.route("/", pageRoutes());
  return app;
}
