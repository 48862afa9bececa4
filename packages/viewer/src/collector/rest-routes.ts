import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { CollectorContext } from "./collector-context.ts";
import type { Experiment, Registry } from "./registry.ts";
import { readJsonObject } from "./request-body.ts";
import { optionalString, requireString } from "./require-string.ts";
import { compareScores } from "./summarize-scores.ts";

/**
 * The part of Braintrust's public REST API that Python's SDK (0.47.0) uses where JavaScript's asks
 * the app: projects and experiments.
 */
export function restRoutes(context: CollectorContext): Hono {
  const { registry } = context;
  const app = new Hono();

  app.post("/v1/project", async (c) => {
    const body = await readJsonObject(c.req.raw, context.maxBodyBytes);
    const project = registry.registerProject(requireString(body, "name"));
    return c.json({ ...project, org_id: "local" });
  });

  app.get("/v1/project/:id", (c) =>
    c.json({ ...registry.project(c.req.param("id")), org_id: "local" }),
  );

  app.post("/v1/experiment", async (c) => {
    const body = await readJsonObject(c.req.raw, context.maxBodyBytes);
    const name = optionalString(body, "name");
    const baseId = optionalString(body, "base_exp_id");
    const experiment = registry.registerExperiment({
      project: registry.project(requireString(body, "project_id")),
      update: body["ensure_new"] !== true,
      ...(name === undefined ? {} : { name }),
      ...(baseId === undefined ? {} : { baseId }),
    });
    return c.json(experiment);
  });

  app.get("/v1/experiment", (c) => {
    const { project_id: projectId = "", experiment_name: name = "" } = c.req.query();
    const experiment = registry.experimentNamed(projectId, name);
    return c.json({ objects: experiment === undefined ? [] : [experiment] });
  });

  app.get("/v1/experiment/:id", (c) => c.json(findExperiment(registry, c.req.param("id"))));

  app.get("/v1/experiment/:id/summarize", (c) => {
    const experiment = findExperiment(registry, c.req.param("id"));
    const baseId = c.req.query("comparison_experiment_id") ?? experiment.baseId;
    return c.json({
      project_name: registry.project(experiment.project_id).name,
      experiment_name: experiment.name,
      comparison_experiment_name: registry.experiment(baseId ?? "")?.name ?? null,
      scores: compareScores(context.store, experiment.id, baseId),
      metrics: {},
    });
  });
  return app;
}

function findExperiment(registry: Registry, id: string): Experiment {
  const experiment = registry.experiment(id);
  if (experiment === undefined) throw new HTTPException(404, { message: "No such experiment" });
  return experiment;
}
