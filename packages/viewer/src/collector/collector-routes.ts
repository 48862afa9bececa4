import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { otlpRoutes } from "../otlp/otlp-routes.ts";
import { StorageProblem } from "../storage/storage-problem.ts";
import { accountRoutes } from "./account-routes.ts";
import { attachmentRoutes } from "./attachment-routes.ts";
import type { CollectorContext } from "./collector-context.ts";
import { experimentRoutes } from "./experiment-routes.ts";
import { linkRoutes } from "./link-routes.ts";
import { logRoutes } from "./log-routes.ts";
import { restRoutes } from "./rest-routes.ts";

/** Far above what SDKs post (6 MiB a batch, one bigger row alone), low enough to protect memory. */
export const MAX_BODY_BYTES: number = 256 * 1024 * 1024;

/** Everything that Braintrust's SDKs ask for, and OpenTelemetry's traces. */
export function collectorRoutes(context: CollectorContext): Hono {
  const app = new Hono();
  app.route("/", accountRoutes(context));
  app.route("/", logRoutes(context));
  app.route("/", otlpRoutes(context));
  app.route("/", attachmentRoutes(context));
  app.route("/", experimentRoutes(context));
  app.route("/", restRoutes(context));
  app.route("/", linkRoutes(context.store));
  return app;
}

/** Answers what no route serves and what a route throws: always JSON, never a stack. */
export function answerErrors(app: Hono, onNotice: (message: string) => void = () => {}): void {
  app.notFound((c) =>
    c.json({ error: `This collector does not serve ${c.req.method} ${c.req.path}` }, 404),
  );
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    if (error instanceof StorageProblem) {
      onNotice(error.message);
      return c.json({ error: error.message }, error.trouble === "full" ? 507 : 503);
    }
    return c.json({ error: "The collector failed; this is a bug of it" }, 500);
  });
}
