import { Hono } from "hono";
import type { EmulatorState } from "../emulator-state.ts";
import { answer } from "../http/answer.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { pageOf } from "../http/page.ts";
import { notFound } from "../http/problem.ts";
import { versionOf, type EmulatorModel } from "../model/emulator-model.ts";
import { modelObject, versionObject } from "../model/model-object.ts";
import type { ApiContext, ApiEnvironment } from "./api-environment.ts";

const COLLECTION = {
  name: "Everything emulated",
  slug: "emulated",
  description: "All the models of this emulator",
};

/** `/models` and `/collections`: what there is to run, each model with an example prediction. */
export function catalogRoutes(state: EmulatorState): Hono<ApiEnvironment> {
  const all = (c: ApiContext, models = [...state.models.values()]): Response => {
    const listUrl = `${c.env.mount.apiBase}/models`;
    const view = state.view(c.env.mount);
    return answer(pageOf(models, { url: c.req.url, listUrl }, (model) => modelObject(model, view)));
  };
  return new Hono<ApiEnvironment>()
    .get("/models", (c) => all(c))
    .on("QUERY", "/models", async (c) => all(c, search(state, await c.req.text())))
    .get("/models/:owner/:name", (c) =>
      answer(modelObject(find(state, c), state.view(c.env.mount)), {
        headers: { allow: "GET, DELETE, HEAD, OPTIONS" },
      }),
    )
    .get("/models/:owner/:name/versions", (c) => {
      const model = find(state, c);
      // Official models have no versions to list.
      const versions = model.official === true ? [] : [versionObject(model)];
      return answer({ next: null, previous: null, results: versions });
    })
    .get("/models/:owner/:name/versions/:version", (c) => {
      const model = find(state, c);
      if (c.req.param("version") !== versionOf(model)) throw new ApiProblem(notFound());
      return answer(versionObject(model));
    })
    .get("/collections", () => answer({ next: null, previous: null, results: [COLLECTION] }))
    .get("/collections/:slug", (c) => {
      if (c.req.param("slug") !== COLLECTION.slug) throw new ApiProblem(notFound());
      const view = state.view(c.env.mount);
      const models = [...state.models.values()].map((model) => modelObject(model, view));
      return answer({ ...COLLECTION, models });
    });
}

function find(state: EmulatorState, c: ApiContext): EmulatorModel {
  const model = state.models.get(`${c.req.param("owner")}/${c.req.param("name")}`);
  if (model === undefined) throw new ApiProblem(notFound());
  return model;
}

/** The JavaScript client sends the words as a JSON string, others as they are. */
function search(state: EmulatorState, text: string): EmulatorModel[] {
  const words = text.replace(/^"|"$/g, "").toLowerCase();
  return [...state.models.values()].filter(({ name, description = "" }) =>
    `${name} ${description}`.toLowerCase().includes(words),
  );
}
