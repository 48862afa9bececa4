import type { EmulatorState } from "../emulator-state.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { notFound, PROBLEMS } from "../http/problem.ts";
import { versionOf, type EmulatorModel } from "./emulator-model.ts";

/** The model that a request named, and what its answers will carry. */
export interface ModelChoice {
  readonly model: EmulatorModel;
  readonly version: string;
  readonly deployment?: string;
}

/**
 * The model behind a body's `version`: 64 hexadecimal digits, `owner/name:id`, or the bare
 * `owner/name` of an official model.
 *
 * @throws {@link ApiProblem} 422 when there is none.
 */
export function chooseByVersion(state: EmulatorState, version: unknown): ModelChoice {
  const [name = "", id] = String(version).split(":");
  const model = name.includes("/")
    ? state.models.get(name)
    : [...state.models.values()].find((candidate) => versionOf(candidate) === name);
  if (model === undefined) throw new ApiProblem(PROBLEMS.invalidVersion);
  const asked = name.includes("/") ? id : name;
  if (asked === undefined && model.official === true) return chosen(model);
  if (asked !== versionOf(model)) throw new ApiProblem(PROBLEMS.invalidVersion);
  return { model, version: model.reportedVersion ?? asked };
}

/**
 * An official model, by its name.
 *
 * @throws {@link ApiProblem} 404 when there is none of that name, or it is not official.
 */
export function chooseByModel(state: EmulatorState, name: string): ModelChoice {
  const model = state.models.get(name);
  if (model?.official !== true) throw new ApiProblem(notFound());
  return chosen(model);
}

/**
 * The model that a deployment runs.
 *
 * @throws {@link ApiProblem} 404 when there is none of that name.
 */
export function chooseByDeployment(state: EmulatorState, deployment: string): ModelChoice {
  const model = state.models.get(state.settings.deployments[deployment] ?? "");
  if (model === undefined) throw new ApiProblem(notFound());
  return { ...chosen(model), deployment };
}

function chosen(model: EmulatorModel): ModelChoice {
  const version = model.official === true ? "hidden" : versionOf(model);
  return { model, version: model.reportedVersion ?? version };
}
