import { textOf } from "../wire/shape.ts";
import { parseModelReference, type ModelReference } from "../wire/model-reference.ts";
import type { Route } from "../wire/routes.ts";
import type { Seen, TracedMethod } from "./call.ts";
import type { CalledFact } from "./execution-fact.ts";
import { ownValue } from "./own-value.ts";

/** A call or exchange as it starts: what is asked, with what, and who may stop it. */
export interface Request {
  readonly called: CalledFact;
  /** The `input` object that the caller passed, untouched. */
  readonly input: unknown;
  /** The caller's own `AbortSignal`, if any. */
  readonly signal: unknown;
}

/** What is known of a call or an exchange beside what it asks. */
export type Asker = Pick<Seen, "token" | "origin">;

/** Reads a client call that begins now. Total: arguments of the wrong kind leave things unknown. */
export function readCall(
  method: TracedMethod,
  args: readonly unknown[],
  { token, origin }: Asker,
): Request {
  const { options, model, version, deployment, id } = READERS[method](args);
  const operation = `replicate.${method}` as const;
  return {
    called: { operation, at: Date.now(), token, origin, model, version, deployment, id },
    input: ownValue(options, "input"),
    signal: ownValue(options, "signal"),
  };
}

type Known = Omit<CalledFact, "operation" | "at" | keyof Asker>;

type Reader = (args: readonly unknown[]) => Known & { readonly options?: unknown };

/** What the arguments of each method name, and which of them are the options. */
const READERS: Readonly<Record<TracedMethod, Reader>> = {
  run: byReference,
  stream: byReference,
  wait: ([prediction]) => ({ id: textOf(ownValue(prediction, "id")) }),
  "predictions.create": byModelOrVersion,
  "deployments.predictions.create": ([owner, name, options]) => ({
    deployment: `${String(owner)}/${String(name)}`,
    options,
  }),
  "trainings.create": ([owner, name, version, options]) => ({
    model: `${String(owner)}/${String(name)}`,
    version: textOf(version),
    options,
  }),
};

function byReference([reference, options]: readonly unknown[]): ReturnType<Reader> {
  const { model, version } = named(reference);
  return { model, version, options };
}

function byModelOrVersion([options]: readonly unknown[]): ReturnType<Reader> {
  const { model, version } = named(ownValue(options, "version"));
  return { model: model ?? textOf(ownValue(options, "model")), version, options };
}

/**
 * Reads a request that begins now, and that no client method announced.
 *
 * @param data - The body before serialisation.
 */
export function readRequest(
  { kind, model, version, deployment, id }: Route,
  data: unknown,
  { token, origin }: Asker,
): Request {
  const inBody = named(ownValue(data, "version"));
  return {
    called: {
      operation: `replicate.${kind}`,
      at: Date.now(),
      token,
      origin,
      model: model ?? inBody.model,
      version: version ?? inBody.version,
      deployment,
      id,
    },
    input: ownValue(data, "input"),
    signal: undefined,
  };
}

function named(reference: unknown): Partial<ModelReference> {
  return typeof reference === "string" ? parseModelReference(reference) : {};
}
