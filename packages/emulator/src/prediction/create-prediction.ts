import type { EmulatorState } from "../emulator-state.ts";
import { answer } from "../http/answer.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { invalidInput, PROBLEMS } from "../http/problem.ts";
import { readBody, required } from "../http/read-body.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { scriptFor, type ScriptSource } from "../model/emulator-model.ts";
import type { EmulatorScript } from "../model/emulator-script.ts";
import type { ModelChoice } from "../model/choose-model.ts";
import type { Mount } from "../mount/mount.ts";
import type { Prediction } from "./prediction.ts";
import {
  blockingObject,
  createdObject,
  currentObject,
  unfinishedObject,
  type PredictionObject,
} from "./prediction-object.ts";
import { cancelAfterMs, preferredWaitMs } from "./request-header.ts";

/** Keys that every body which starts an execution may have, next to its own. */
export const COMMON_KEYS: readonly string[] = [
  "input",
  "webhook",
  "webhook_completed",
  "webhook_events_filter",
];

const PREDICTION_KEYS: readonly string[] = [...COMMON_KEYS, "stream"];
const ECHOED_KEYS: readonly string[] = ["stream", "webhook", "webhook_events_filter"];

/** A request that starts a prediction, and where it came in. */
export interface CreateCall {
  readonly state: EmulatorState;
  readonly request: Request;
  readonly mount: Mount;
}

/**
 * Answers `POST …/predictions`: validates, starts, and holds the answer when asked to.
 *
 * @param choose - picks the model once the body is known; throws {@link ApiProblem} when it cannot.
 */
export async function createPrediction(
  call: CreateCall,
  choose: (body: JsonObject) => ModelChoice,
  ownKeys: readonly string[] = [],
): Promise<Response> {
  const { state, request, mount } = call;
  const body = await readBody(request, {
    allowed: [...ownKeys, ...PREDICTION_KEYS],
    era: state.settings.era,
  });
  const choice = choose(body);
  const input = inputOf(body);
  const deadline = deadlineOf(request);
  const prediction = state.start({
    kind: "prediction",
    ...choice,
    input,
    script: checkedScript(choice.model.script, input),
    echo: echoOf(body),
    ...(deadline === undefined ? {} : { cancelAfterMs: deadline }),
  });
  const prefer = request.headers.get("prefer");
  const waitMs = preferredWaitMs(prefer);
  const object =
    waitMs === undefined
      ? createdObject(prediction, state.view(mount))
      : await heldObject(prediction, call, waitMs);
  return answer(object, {
    status: 201,
    limit: "create",
    headers: {
      "content-type": "application/json; charset=UTF-8",
      "replicate-edge-cluster": "services-aws-us-west-2",
      "replicate-target-cluster": "coreweave-rno2",
      ...(waitMs === undefined
        ? {}
        : { "preference-applied": prefer ?? "wait", location: object.urls["get"] ?? "" }),
    },
  });
}

/** The fields of a body that answers repeat. */
export function echoOf(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => ECHOED_KEYS.includes(key)));
}

/** The `input` of a body. */
export function inputOf(body: JsonObject): JsonObject {
  const input = body["input"];
  if (isJsonObject(input)) return input;
  const complaint = { type: "invalid_type", field: "input", description: "Invalid type" };
  throw new ApiProblem(invalidInput([complaint]));
}

/** The script for an input, once the input has everything the script requires. */
export function checkedScript(source: ScriptSource, input: JsonObject): EmulatorScript {
  const script = scriptFor(source, input);
  const missing = (script.requiredInputs ?? []).filter((name) => input[name] === undefined);
  if (missing.length === 0) return script;
  throw new ApiProblem(invalidInput(missing.map((name) => required(name, "input"))));
}

async function heldObject(
  prediction: Prediction,
  { state, request, mount }: CreateCall,
  waitMs: number,
): Promise<PredictionObject> {
  const { settings } = state;
  const view = state.view(mount);
  const seen = await prediction.settle(Math.min(waitMs, settings.maxBlockingMs), request.signal);
  if (seen.endedMs === undefined) {
    return unfinishedObject(prediction, view, settings.blockingTimeout);
  }
  const flavour = prediction.request.model.blockingFlavour ?? settings.blockingFlavour;
  return seen.status === "succeeded" && flavour === "processing"
    ? blockingObject(prediction, view)
    : currentObject(prediction, view);
}

function deadlineOf(request: Request): number | undefined {
  const header = request.headers.get("cancel-after");
  const ms = cancelAfterMs(header);
  if (header !== null && ms === undefined) throw new ApiProblem(PROBLEMS.badRequest);
  return ms;
}
