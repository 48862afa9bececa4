import { Prediction } from "../prediction/prediction.ts";
import { currentObject, type View } from "../prediction/prediction-object.ts";
import type { JsonObject } from "../json.ts";
import { scriptFor, versionOf, type EmulatorModel } from "./emulator-model.ts";

const CREATED_AT = "2025-01-01T00:00:00.000000Z";

/** The model object of Replicate's HTTP API, with its example prediction. */
export function modelObject(model: EmulatorModel, view: View): JsonObject {
  const [owner, name] = model.name.split("/");
  return {
    cover_image_url: null,
    created_at: CREATED_AT,
    default_example: exampleOf(model, view),
    description: model.description ?? `The emulated model ${model.name}`,
    github_url: null,
    latest_version: versionObject(model),
    license_url: null,
    name,
    owner,
    paper_url: null,
    run_count: 1,
    url: `https://replicate.com/${model.name}`,
    visibility: "public",
    weights_url: null,
  };
}

/** The version object of Replicate's HTTP API. */
export function versionObject(model: EmulatorModel): JsonObject {
  return {
    id: versionOf(model),
    created_at: CREATED_AT,
    cog_version: "0.16.0",
    openapi_schema: model.openapiSchema ?? plausibleSchema(model),
  };
}

/** A finished run of the model's script, from long ago; it has had this shape since October 2024. */
function exampleOf(model: EmulatorModel, view: View): JsonObject | null {
  const input = { ...model.exampleInput };
  const script = { ...scriptFor(model.script, input), neverEnds: false };
  const example = new Prediction(
    { kind: "prediction", model, script, input, version: versionOf(model), echo: {} },
    { now: pastThenPresent(), setTimer: () => () => undefined },
  );
  const { urls, ...object } = currentObject(example, { ...view, era: "2025" });
  return { ...object, urls: { get: urls["get"], cancel: urls["cancel"] }, webhook: null };
}

/** A clock that shows the prediction its creation first and a time after its end from then on. */
function pastThenPresent(): () => number {
  const created = Date.parse(CREATED_AT);
  let calls = 0;
  return () => (calls++ === 0 ? created : created + 365 * 86_400_000);
}

function plausibleSchema(model: EmulatorModel): JsonObject {
  const properties: JsonObject = { prompt: { type: "string", title: "Prompt", "x-order": 0 } };
  for (const [index, name] of (model.secretInputs ?? []).entries()) {
    properties[name] = {
      type: "string",
      title: name,
      format: "password",
      "x-cog-secret": true,
      "x-order": index + 1,
    };
  }
  return {
    openapi: "3.0.2",
    info: { title: "Cog", version: "0.1.0" },
    paths: {},
    components: {
      schemas: {
        Input: { type: "object", title: "Input", properties },
        Output: outputSchema(model),
      },
    },
  };
}

function outputSchema({ streaming }: EmulatorModel): JsonObject {
  if (streaming !== true) return { title: "Output" };
  return {
    title: "Output",
    type: "array",
    items: { type: "string" },
    "x-cog-array-type": "iterator",
    "x-cog-array-display": "concatenate",
  };
}
