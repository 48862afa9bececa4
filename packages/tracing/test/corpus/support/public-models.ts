import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readPublicModels, type PublicModelRecord } from "replicate-emulator";

const main = createRequire(import.meta.url).resolve("all-the-public-replicate-models");
const MODELS = join(dirname(main), "models.json");

/** A public model with the real run that its page shows. */
export interface PublicModel {
  readonly record: PublicModelRecord;
  /** `owner/name`: all that may be told of it in a message. */
  readonly name: string;
  readonly version: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: unknown;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly error: string | undefined;
  /** When it really was created, started and completed; the clocks disagree for some. */
  readonly times: Readonly<Record<(typeof TIMES)[number], unknown>>;
  /** The version's `Input`, by name. */
  readonly inputs: Readonly<Record<string, InputSchema>>;
  /** Whether the version's schema says that its output is one text in pieces. */
  readonly tellsText: boolean;
}

/** What a schema says about one input, as far as it matters here. */
interface InputSchema {
  readonly type?: string;
  readonly description?: string;
  readonly "x-cog-secret"?: boolean;
}

const TIMES = ["created_at", "started_at", "completed_at"] as const;

/** All public models, so many at a time. */
export async function* publicModels(atOnce: number): AsyncGenerator<readonly PublicModel[]> {
  let batch: PublicModel[] = [];
  for await (const record of readPublicModels(MODELS)) {
    batch.push(read(record));
    if (batch.length < atOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The same model, whose example reports these metrics. */
export function withMetrics(model: PublicModel, metrics: PublicModel["metrics"]): PublicModel {
  const { record } = model;
  const example = { ...record.default_example, metrics };
  return { ...model, metrics, record: { ...record, default_example: example } };
}

function read(record: PublicModelRecord): PublicModel {
  const name = `${record.owner}/${record.name}`;
  const { default_example: example, latest_version: latest } = record;
  if (!example || !latest) throw new Error(`${name} has no example or no version`);
  const output = schemaOf(latest.openapi_schema, "Output");
  return {
    record,
    name,
    version: latest.id,
    input: example.input ?? {},
    output: example.output ?? null,
    metrics: example.metrics ?? {},
    error: example.status === "failed" ? (example.error ?? "") : undefined,
    times: Object.fromEntries(
      TIMES.map((time) => [time, (example as Record<string, unknown>)[time] ?? null]),
    ) as PublicModel["times"],
    inputs: (schemaOf(latest.openapi_schema, "Input")["properties"] ?? {}) as PublicModel["inputs"],
    tellsText: output["x-cog-array-display"] === "concatenate",
  };
}

interface Schema {
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}

function schemaOf(schema: Schema | null | undefined, name: string): Record<string, unknown> {
  return schema?.components?.schemas?.[name] ?? {};
}
