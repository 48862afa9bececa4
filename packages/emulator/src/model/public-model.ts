import { isJsonObject, type JsonObject } from "../json.ts";
import type { EmulatorModel } from "./emulator-model.ts";
import type { EmulatorScript, EmulatorStep } from "./emulator-script.ts";

/** One record of `models.json` in npm's `all-the-public-replicate-models`, as far as it is used. */
export interface PublicModelRecord {
  readonly owner: string;
  readonly name: string;
  readonly description?: string | null;
  readonly default_example?: PublicExample | null;
  readonly latest_version?: {
    readonly id: string;
    readonly openapi_schema?: Readonly<JsonObject> | null;
  } | null;
}

/** The example run of a public model. */
export interface PublicExample {
  readonly input?: Readonly<JsonObject> | null;
  readonly output?: unknown;
  readonly logs?: string | null;
  readonly error?: string | null;
  readonly status?: string;
  readonly version?: string;
  readonly metrics?: Readonly<JsonObject> | null;
}

/** How to run a public model. */
export interface PublicModelOptions {
  /** Milliseconds between two chunks of its output; 0 by default. */
  readonly chunkMs?: number;
}

/**
 * A model that answers every request with the example run of a public model: its output, error,
 * logs and metrics. One whose schema says that its output is a text in pieces streams those pieces.
 * Files in the output keep their URL, which the emulator does not serve.
 *
 * @example
 * ```ts
 * const require = createRequire(import.meta.url);
 * const records = require("all-the-public-replicate-models/models.json");
 * const emulator = createEmulator({ models: records.map((record) => publicModel(record)) });
 * ```
 */
export function publicModel(
  record: PublicModelRecord,
  options: PublicModelOptions = {},
): EmulatorModel {
  const schema = record.latest_version?.openapi_schema ?? undefined;
  const example = record.default_example ?? {};
  const version = record.latest_version?.id ?? example.version;
  const streaming = isTextInPieces(schema);
  return {
    name: `${record.owner}/${record.name}`,
    description: record.description ?? "",
    ...(version === undefined ? { official: true } : { version }),
    streaming,
    secretInputs: secretsIn(schema),
    exampleInput: example.input ?? {},
    ...(schema === undefined ? {} : { openapiSchema: schema }),
    script: scriptOf(example, streaming ? (options.chunkMs ?? 0) : undefined),
  };
}

/** @param chunkMs - undefined when the output comes as a whole. */
function scriptOf(example: PublicExample, chunkMs: number | undefined): EmulatorScript {
  const { output = null, logs, error, status, metrics } = example;
  const steps: EmulatorStep[] = [];
  if (typeof logs === "string" && logs !== "") steps.push({ logs });
  if (chunkMs !== undefined && output !== null) {
    const chunks: readonly unknown[] = Array.isArray(output) ? output : [output];
    steps.push(...chunks.map((chunk) => ({ afterMs: chunkMs, output: chunk })));
  }
  return {
    steps,
    output,
    // An error text does not make a run fail: one public example succeeded with an error.
    status: status === "failed" || status === "canceled" ? status : "succeeded",
    ...(typeof error === "string" ? { error } : {}),
    // Measured times are left out unless the example has them.
    metrics: { predict_time: undefined, total_time: undefined, ...metrics },
  };
}

function isTextInPieces(schema: Readonly<JsonObject> | undefined): boolean {
  const output = schemaOf(schema, "Output");
  return (
    output["x-cog-array-type"] === "iterator" && output["x-cog-array-display"] === "concatenate"
  );
}

function secretsIn(schema: Readonly<JsonObject> | undefined): string[] {
  const { properties } = schemaOf(schema, "Input");
  if (!isJsonObject(properties)) return [];
  return Object.keys(properties).filter((name) => {
    const property = properties[name];
    return isJsonObject(property) && property["x-cog-secret"] === true;
  });
}

function schemaOf(schema: Readonly<JsonObject> | undefined, name: string): JsonObject {
  const { components } = schema ?? {};
  const schemas = isJsonObject(components) ? components["schemas"] : undefined;
  const found = isJsonObject(schemas) ? schemas[name] : undefined;
  return isJsonObject(found) ? found : {};
}
