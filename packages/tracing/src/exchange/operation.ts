import type { RouteKind } from "../wire/routes.ts";

/** The stable name of a span. It never contains the model, so that spans of one kind group. */
export type Operation =
  | "replicate.run"
  | "replicate.stream"
  | "replicate.wait"
  | `replicate.${RouteKind}`;

/** `model` becomes an LLM span, `task` a task span: who only looks on runs no model. */
export function kindOf(operation: Operation): "model" | "task" {
  const runs = endsWithItsCall(operation) || operation.endsWith("predictions.create");
  return runs ? "model" : "task";
}

/** Whether the span ends with the client's call, or with the prediction itself. */
export function endsWithItsCall(operation: Operation): boolean {
  return operation === "replicate.run" || operation === "replicate.stream";
}

/** Trainings run for hours and have a time limit of their own. */
export function isTraining(operation: Operation): boolean {
  return operation.startsWith("replicate.trainings.");
}
