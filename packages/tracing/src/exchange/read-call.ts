import { parseModelReference } from "../wire/model-reference.ts";
import type { Route } from "../wire/routes.ts";
import type { ClientCall } from "./call.ts";
import type { CalledFact } from "./execution-fact.ts";
import type { Operation } from "./operation.ts";
import { ownValue } from "./own-value.ts";

/** A call or exchange as it starts: what is asked, with what, and who may stop it. */
export interface Request {
  readonly called: CalledFact;
  /** The `input` object that the caller passed, untouched. */
  readonly input: unknown;
  /** The caller's own `AbortSignal`, if any. */
  readonly signal: unknown;
}

/** Reads a client call. Total: arguments of the wrong kind leave things unknown. */
export function readCall(call: ClientCall): Request {
  switch (call.method) {
    case "run":
      return byReference("replicate.run", call);
    case "stream":
      return byReference("replicate.stream", call);
    case "wait":
      return waitFor(call);
    case "predictions.create":
      return create(call);
    case "deployments.predictions.create":
      return createByDeployment(call);
    case "trainings.create":
      return createTraining(call);
  }
}

const OPERATION_OF_ROUTE: Readonly<Record<Route["kind"], Operation>> = {
  "create-prediction": "replicate.predictions.create",
  "create-model-prediction": "replicate.predictions.create",
  "create-deployment-prediction": "replicate.deployments.predictions.create",
  "create-training": "replicate.trainings.create",
  "get-prediction": "replicate.predictions.get",
  "cancel-prediction": "replicate.predictions.cancel",
  "get-training": "replicate.trainings.get",
  "cancel-training": "replicate.trainings.cancel",
};

/**
 * Reads a request that no client method announced.
 *
 * @param data - The body before serialisation.
 */
export function readRequest(route: Route, data: unknown, at: number): Request {
  const asked = text(ownValue(data, "version"));
  const named = asked === undefined ? undefined : parseModelReference(asked);
  return {
    called: {
      kind: "called",
      operation: OPERATION_OF_ROUTE[route.kind],
      model: "model" in route ? route.model : named?.model,
      version: "version" in route ? route.version : named?.version,
      deployment: "deployment" in route ? route.deployment : undefined,
      predictionId: "id" in route ? route.id : undefined,
      at,
    },
    input: ownValue(data, "input"),
    signal: undefined,
  };
}

function byReference(
  operation: "replicate.run" | "replicate.stream",
  { args: [reference, options], at }: ClientCall,
): Request {
  const named = typeof reference === "string" ? parseModelReference(reference) : undefined;
  return {
    called: called(operation, { model: named?.model, version: named?.version, at }),
    input: ownValue(options, "input"),
    signal: ownValue(options, "signal"),
  };
}

function create({ args: [options], at }: ClientCall): Request {
  const model = text(ownValue(options, "model"));
  const version = text(ownValue(options, "version"));
  const named = version === undefined ? undefined : parseModelReference(version);
  return {
    called: called("replicate.predictions.create", {
      model: named?.model ?? model,
      version: named?.version,
      at,
    }),
    input: ownValue(options, "input"),
    signal: ownValue(options, "signal"),
  };
}

function createByDeployment({ args: [owner, name, options], at }: ClientCall): Request {
  return {
    called: called("replicate.deployments.predictions.create", {
      deployment: `${String(owner)}/${String(name)}`,
      at,
    }),
    input: ownValue(options, "input"),
    signal: ownValue(options, "signal"),
  };
}

function createTraining({ args: [owner, name, version, options], at }: ClientCall): Request {
  return {
    called: called("replicate.trainings.create", {
      model: `${String(owner)}/${String(name)}`,
      version: text(version),
      at,
    }),
    input: ownValue(options, "input"),
    signal: ownValue(options, "signal"),
  };
}

function waitFor({ args: [prediction], at }: ClientCall): Request {
  return {
    called: called("replicate.wait", { predictionId: text(ownValue(prediction, "id")), at }),
    input: undefined,
    signal: undefined,
  };
}

function called(
  operation: Operation,
  known: Partial<Omit<CalledFact, "kind" | "operation">> & { readonly at: number },
): CalledFact {
  return {
    kind: "called",
    operation,
    model: undefined,
    version: undefined,
    deployment: undefined,
    predictionId: undefined,
    ...known,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
