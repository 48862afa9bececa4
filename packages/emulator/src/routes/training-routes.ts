import { Hono } from "hono";
import type { EmulatorState } from "../emulator-state.ts";
import { answer } from "../http/answer.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { pageOf } from "../http/page.ts";
import { notFound, PROBLEMS } from "../http/problem.ts";
import { readBody } from "../http/read-body.ts";
import { chooseByVersion } from "../model/choose-model.ts";
import { checkedScript, COMMON_KEYS, echoOf, inputOf } from "../prediction/create-prediction.ts";
import type { Prediction } from "../prediction/prediction.ts";
import { canceledObject, createdObject, currentObject } from "../prediction/prediction-object.ts";
import type { ApiContext, ApiEnvironment } from "./api-environment.ts";

/** `/trainings`, and the path that starts one. */
export function trainingRoutes(state: EmulatorState): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>()
    .post("/models/:owner/:name/versions/:version/trainings", async (c) => {
      const training = await start(state, c);
      return answer(createdObject(training, state.view(c.env.mount)), { status: 201 });
    })
    .get("/trainings", (c) => {
      const view = state.view(c.env.mount);
      const newestFirst = [...state.predictions.values()]
        .filter(({ request }) => request.kind === "training")
        .toReversed();
      const listUrl = `${c.env.mount.apiBase}/trainings`;
      return answer(
        pageOf(newestFirst, { url: c.req.url, listUrl }, (item) => currentObject(item, view)),
      );
    })
    .get("/trainings/:id", (c) => answer(currentObject(find(state, c), state.view(c.env.mount))))
    .post("/trainings/:id/cancel", (c) => {
      const training = find(state, c);
      training.cancel();
      return answer(canceledObject(training, state.view(c.env.mount)));
    });
}

async function start(state: EmulatorState, c: ApiContext): Promise<Prediction> {
  const body = await readBody(c.req.raw, {
    allowed: ["destination", ...COMMON_KEYS],
    era: state.settings.era,
  });
  // Whether the destination exists is not known here: anything of the right form will do.
  if (!/^[\w.-]+\/[\w.-]+$/.test(String(body["destination"]))) {
    throw new ApiProblem(PROBLEMS.destinationNotFound);
  }
  const { owner, name, version } = c.req.param();
  const choice = chooseByVersion(state, `${owner}/${name}:${version}`);
  const { training } = choice.model;
  if (training === undefined) throw new ApiProblem(PROBLEMS.invalidVersion);
  const input = inputOf(body);
  const script = checkedScript(training, input);
  return state.start({ kind: "training", ...choice, input, script, echo: echoOf(body) });
}

function find(state: EmulatorState, c: ApiContext): Prediction {
  const training = state.predictions.get(c.req.param("id") ?? "");
  if (training?.request.kind !== "training") throw new ApiProblem(notFound());
  return training;
}
