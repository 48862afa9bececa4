import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { JsonObject } from "../store/json-value.ts";
import type { CollectorContext } from "./collector-context.ts";
import type { Project, Registry } from "./registry.ts";
import { readJsonObject } from "./request-body.ts";
import { optionalString, requireString } from "./require-string.ts";
import { compareScores } from "./summarize-scores.ts";

/** What `Eval()` asks: a new experiment, the one to compare it with, and the scores of both. */
export function experimentRoutes(context: CollectorContext): Hono {
  const { registry } = context;
  const app = new Hono();

  app.post("/api/experiment/register", async (c) => {
    const body = await readJsonObject(c.req.raw, context.maxBodyBytes);
    const project = projectOf(registry, body);
    const name = optionalString(body, "experiment_name");
    const baseName = optionalString(body, "base_experiment");
    const baseId = optionalString(body, "base_exp_id");
    const experiment = registry.registerExperiment({
      project,
      update: body["update"] === true,
      ...(name === undefined ? {} : { name }),
      ...(baseName === undefined ? {} : { baseName }),
      ...(baseId === undefined ? {} : { baseId }),
    });
    if (experiment === undefined) {
      // The SDK looks for "base experiment" in this answer and tries again without one.
      throw new HTTPException(400, { message: "The base experiment does not exist" });
    }
    return c.json({ project, experiment });
  });

  app.post("/api/base_experiment/get_id", async (c) => {
    const body = await readJsonObject(c.req.raw, context.maxBodyBytes);
    const base = registry.experiment(registry.experiment(requireString(body, "id"))?.baseId ?? "");
    // 400 is how the SDK learns that there is nothing to compare with.
    if (base === undefined)
      throw new HTTPException(400, { message: "There is no base experiment" });
    return c.json({ base_exp_id: base.id, base_exp_name: base.name });
  });

  app.get("/experiment-comparison2", (c) => {
    const id = c.req.query("experiment_id");
    const baseId = c.req.query("base_experiment_id");
    return c.json({ scores: compareScores(context.store, id, baseId), metrics: {} });
  });
  return app;
}

function projectOf(registry: Registry, body: JsonObject): Project {
  const id = optionalString(body, "project_id");
  return id === undefined
    ? registry.registerProject(requireString(body, "project_name"))
    : registry.project(id);
}
