import { Hono } from "hono";
import type { EmulatorState } from "../emulator-state.ts";
import { answer } from "../http/answer.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { pageOf } from "../http/page.ts";
import { notFound } from "../http/problem.ts";
import { versionOf } from "../model/emulator-model.ts";
import type { ApiEnvironment } from "./api-environment.ts";

/** `/deployments`, to read; they are set up with the emulator's option. */
export function deploymentRoutes(state: EmulatorState): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>()
    .get("/deployments", (c) =>
      answer(
        pageOf(
          Object.keys(state.settings.deployments),
          { url: c.req.url, listUrl: `${c.env.mount.apiBase}/deployments` },
          (name) => deploymentObject(state, name),
        ),
      ),
    )
    .get("/deployments/:owner/:name", (c) => {
      const { owner, name } = c.req.param();
      const deployment = deploymentObject(state, `${owner}/${name}`);
      if (deployment === undefined) throw new ApiProblem(notFound());
      return answer(deployment);
    });
}

function deploymentObject(
  state: EmulatorState,
  deployment: string,
): Record<string, unknown> | undefined {
  const modelName = state.settings.deployments[deployment];
  const model = state.models.get(modelName ?? "");
  if (model === undefined) return undefined;
  const [owner, name] = deployment.split("/");
  return {
    owner,
    name,
    current_release: {
      number: 1,
      model: model.name,
      version: versionOf(model),
      created_at: "2025-01-01T00:00:00.000000Z",
      created_by: {
        type: "organization",
        username: owner,
        name: owner,
        github_url: `https://github.com/${owner}`,
      },
      configuration: { hardware: "gpu-t4", min_instances: 0, max_instances: 1 },
    },
  };
}
