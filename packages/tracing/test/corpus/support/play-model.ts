import { isDeepStrictEqual } from "node:util";
import type Replicate from "replicate";
import { asBilled, reportsTokens } from "./check-metrics.ts";
import type { EmulatedModels } from "./emulated-models.ts";
import { withMetrics, type PublicModel } from "./public-models.ts";

/** The calls that a model is run through; each is the name of its span. */
export type CallName = "replicate.run" | "replicate.predictions.create" | "replicate.stream";

/** A call that was made bare and traced, and what its row has to tell. */
export interface PlayedCall {
  readonly call: CallName;
  readonly model: PublicModel;
  /** Whether the caller got the same with tracing. */
  readonly isSame: boolean;
  readonly predictionId: string | undefined;
  readonly output: unknown;
  /** What Replicate reported in the call's own traffic. */
  readonly metrics: PublicModel["metrics"] | undefined;
  /** Whether the prediction had a stream of text, which tells a text from a list. */
  readonly offersStream: boolean;
}

/** Makes the calls of a model, each bare and then traced. */
export async function playModel(
  model: PublicModel,
  emulated: EmulatedModels,
): Promise<PlayedCall[]> {
  const calls = [await playRun(model, emulated), await playCreate(model, emulated)];
  if (model.tellsText) calls.push(await playStream(model, emulated));
  return calls;
}

/**
 * `run` without a stream that would tell a text from a list, with both answers that are known to a
 * blocking request, and tokens as billing spells them.
 */
async function playRun(original: PublicModel, emulated: EmulatedModels): Promise<PlayedCall> {
  const model = withMetrics(original, asBilled(original.metrics));
  const flavour = answersWithMetrics(model) ? "succeeded" : "processing";
  emulated.serve(model, { streaming: false, blockingFlavour: flavour });
  const { wanted, got } = await both(emulated, async (replicate, seen) => {
    const { input } = model;
    return replicate.run(reference(model), { input }, ({ id }) => seen(id));
  });
  return {
    call: "replicate.run",
    model,
    isSame: isDeepStrictEqual(wanted.told, got.told),
    predictionId: got.predictionId,
    output: model.output,
    metrics: answersWithMetrics(model) ? model.metrics : undefined,
    offersStream: false,
  };
}

/** Any half of the models, all that report tokens, and failures, which are never answered early. */
function answersWithMetrics({ metrics, version, error }: PublicModel): boolean {
  return reportsTokens(metrics) || error !== undefined || version < "8";
}

/** `predictions.create`, and `get` until it has ended. */
async function playCreate(model: PublicModel, emulated: EmulatedModels): Promise<PlayedCall> {
  const { version, input } = model;
  emulated.serve(model);
  const { wanted, got } = await both(emulated, async (replicate, seen) => {
    let prediction = await replicate.predictions.create({ version, input });
    seen(prediction.id);
    while (prediction.status === "starting" || prediction.status === "processing") {
      prediction = await replicate.predictions.get(prediction.id);
    }
    // Made anew for each prediction.
    const { id: _, urls: __, ...told } = prediction;
    return told;
  });
  return {
    call: "replicate.predictions.create",
    model,
    isSame: isDeepStrictEqual(wanted.told, got.told),
    predictionId: got.predictionId,
    output: model.output,
    metrics: model.metrics,
    offersStream: model.tellsText,
  };
}

/** `stream`, to its end. */
async function playStream(model: PublicModel, emulated: EmulatedModels): Promise<PlayedCall> {
  const { input } = model;
  emulated.serve(model);
  const pieces: string[] = [];
  const { wanted, got } = await both(emulated, async (replicate) => {
    pieces.length = 0;
    const told: unknown[] = [];
    for await (const { event, data } of replicate.stream(reference(model), { input })) {
      told.push([event, data]);
      if (event === "output") pieces.push(String(data));
    }
    return told;
  });
  return {
    call: "replicate.stream",
    model,
    isSame: isDeepStrictEqual(wanted.told, got.told),
    predictionId: emulated.lastPredictionId(),
    output: pieces.length === 0 ? null : pieces,
    metrics: undefined,
    offersStream: true,
  };
}

function reference({ name, version }: PublicModel): `${string}/${string}:${string}` {
  return `${name}:${version}` as `${string}/${string}:${string}`;
}

interface Told {
  /** The value, or what was thrown, drawn so that it can be compared. */
  readonly told: { readonly value: unknown } | { readonly thrown: string };
  readonly predictionId: string | undefined;
}

type Play = (replicate: Replicate, seen: (predictionId: string) => void) => Promise<unknown>;

async function both(
  { bare, traced }: EmulatedModels,
  play: Play,
): Promise<{ readonly wanted: Told; readonly got: Told }> {
  return { wanted: await tell(bare, play), got: await tell(traced, play) };
}

async function tell(replicate: Replicate, play: Play): Promise<Told> {
  let predictionId: string | undefined;
  const seen = (id: string): void => {
    predictionId = id;
  };
  try {
    return { told: { value: drawn(await play(replicate, seen)) }, predictionId };
  } catch (error) {
    return { told: { thrown: String(error) }, predictionId };
  }
}

/** The client's own: a stream that is known by its URL. */
interface FileOutput {
  toString(): string;
}

/** The same value with the client's `FileOutput`s as their URLs. */
function drawn(value: unknown): unknown {
  if (value instanceof ReadableStream) return { file: (value as object as FileOutput).toString() };
  if (Array.isArray(value)) return value.map(drawn);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, drawn(child)]));
}
