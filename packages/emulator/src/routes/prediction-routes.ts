import { Hono } from "hono";
import type { EmulatorState } from "../emulator-state.ts";
import { answer } from "../http/answer.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { pageOf } from "../http/page.ts";
import { notFound } from "../http/problem.ts";
import { chooseByDeployment, chooseByModel, chooseByVersion } from "../model/choose-model.ts";
import { createPrediction, type CreateCall } from "../prediction/create-prediction.ts";
import type { Prediction } from "../prediction/prediction.ts";
import { canceledObject, currentObject } from "../prediction/prediction-object.ts";
import type { ApiContext, ApiEnvironment } from "./api-environment.ts";

/** `/predictions`, and the two other ways to start one. */
export function predictionRoutes(state: EmulatorState): Hono<ApiEnvironment> {
  const call = (c: ApiContext): CreateCall => ({ state, request: c.req.raw, mount: c.env.mount });
  const nameIn = (c: ApiContext): string => `${c.req.param("owner")}/${c.req.param("name")}`;
  return new Hono<ApiEnvironment>()
    .post("/predictions", (c) =>
      createPrediction(call(c), (body) => chooseByVersion(state, body["version"]), ["version"]),
    )
    .post("/models/:owner/:name/predictions", (c) =>
      createPrediction(call(c), () => chooseByModel(state, nameIn(c))),
    )
    .post("/deployments/:owner/:name/predictions", (c) =>
      createPrediction(call(c), () => chooseByDeployment(state, nameIn(c))),
    )
    .get("/predictions", (c) => {
      const view = state.view(c.env.mount);
      const newestFirst = [...state.predictions.values()]
        .filter(({ request }) => request.kind === "prediction")
        .toReversed();
      const listUrl = `${c.env.mount.apiBase}/predictions`;
      return answer(
        pageOf(newestFirst, { url: c.req.url, listUrl }, (item) => currentObject(item, view)),
      );
    })
    .get("/predictions/:id", (c) =>
      answer(currentObject(find(state, c), state.view(c.env.mount)), { limit: "read-prediction" }),
    )
    .post("/predictions/:id/cancel", (c) => {
      const prediction = find(state, c);
      prediction.cancel();
      return answer(canceledObject(prediction, state.view(c.env.mount)));
    });
}

function find(state: EmulatorState, c: ApiContext): Prediction {
  // Trainings can be read here too: the URLs in the answer that creates one point to /predictions.
  const prediction = state.predictions.get(c.req.param("id") ?? "");
  if (prediction === undefined) throw new ApiProblem(notFound());
  return prediction;
}
