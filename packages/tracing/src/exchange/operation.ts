/** What an execution's span is named after, and how it lives. */
export interface OperationTraits {
  /** `model` becomes an LLM span, `task` a task span. */
  readonly kind: "model" | "task";
  /** Whether the span ends with the client's call or with the prediction itself. */
  readonly life: "call" | "prediction";
}

/** The stable name of a span. It never contains the model, so that spans of one kind group. */
export type Operation =
  | "replicate.run"
  | "replicate.stream"
  | "replicate.predictions.create"
  | "replicate.deployments.predictions.create"
  | "replicate.trainings.create"
  | "replicate.wait"
  | "replicate.predictions.get"
  | "replicate.predictions.cancel"
  | "replicate.trainings.get"
  | "replicate.trainings.cancel";

const TRAITS: Readonly<Record<Operation, OperationTraits>> = {
  "replicate.run": { kind: "model", life: "call" },
  "replicate.stream": { kind: "model", life: "call" },
  "replicate.predictions.create": { kind: "model", life: "prediction" },
  "replicate.deployments.predictions.create": { kind: "model", life: "prediction" },
  "replicate.trainings.create": { kind: "task", life: "prediction" },
  "replicate.wait": { kind: "task", life: "prediction" },
  "replicate.predictions.get": { kind: "task", life: "prediction" },
  "replicate.predictions.cancel": { kind: "task", life: "prediction" },
  "replicate.trainings.get": { kind: "task", life: "prediction" },
  "replicate.trainings.cancel": { kind: "task", life: "prediction" },
};

/** How spans of an operation live. */
export function traitsOf(operation: Operation): OperationTraits {
  return TRAITS[operation];
}

/** Trainings run for hours and have a time limit of their own. */
export function isTraining(operation: Operation): boolean {
  return operation.startsWith("replicate.trainings.");
}
