import { Hono } from "hono";
import type { EmulatorState } from "../emulator-state.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { notFound, problemAnswer, PROBLEMS } from "../http/problem.ts";
import { accountRoutes } from "./account-routes.ts";
import type { ApiEnvironment } from "./api-environment.ts";
import { catalogRoutes } from "./catalog-routes.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { deploymentRoutes } from "./deployment-routes.ts";
import { fileDownloadRoutes, fileRoutes } from "./file-routes.ts";
import { predictionRoutes } from "./prediction-routes.ts";
import { streamRoutes } from "./stream-routes.ts";
import { trainingRoutes } from "./training-routes.ts";

/** Every route. What is reachable without a token comes before the check for one. */
export function api(state: EmulatorState): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>()
    .route("/delivery", deliveryRoutes(state))
    .route("/v1", streamRoutes(state))
    .route("/v1", fileDownloadRoutes(state))
    .use("/v1/*", async (c, next) => {
      if (!isAllowed(c.req.header("authorization"), state.settings.token)) {
        throw new ApiProblem(PROBLEMS.unauthenticated);
      }
      await next();
    })
    .route("/v1", predictionRoutes(state))
    .route("/v1", trainingRoutes(state))
    .route("/v1", fileRoutes(state))
    .route("/v1", deploymentRoutes(state))
    .route("/v1", catalogRoutes(state))
    .route("/v1", accountRoutes())
    .notFound(() => problemAnswer(notFound()))
    .onError((error) => {
      if (error instanceof ApiProblem) return problemAnswer(error.problem);
      // Most likely a model's script threw: its author wants to know what.
      return problemAnswer({ status: 500, body: `The emulator failed: ${error.message}\n` });
    });
}

/** Both schemes are accepted; `Token` is what clients sent before 2024. */
function isAllowed(header: string | undefined, token: string | undefined): boolean {
  const [, given] = /^(?:Bearer|Token) +(\S+)$/i.exec(header ?? "") ?? [];
  return given !== undefined && (token === undefined || given === token);
}
