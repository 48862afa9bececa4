import { versionId } from "../identifier.ts";
import type { JsonObject } from "../json.ts";
import type { EmulatorScript } from "./emulator-script.ts";

/** A script, or a function that chooses one by the input of the request. */
export type ScriptSource = EmulatorScript | ((input: Record<string, unknown>) => EmulatorScript);

/**
 * A model that the emulator runs: a name and a short script.
 *
 * @example
 * ```ts
 * const shout: EmulatorModel = {
 *   name: "acme/shout",
 *   official: true,
 *   script: (input) => ({ output: String(input["text"]).toUpperCase() }),
 * };
 * ```
 */
export interface EmulatorModel {
  /** `owner/name`. */
  readonly name: string;
  /** One line for the model pages of the API. */
  readonly description?: string;
  /** The version's id of 64 hexadecimal digits; by default made from the name, always the same. */
  readonly version?: string;
  /**
   * An official model: it can be run by its name alone and answers with version `hidden`. Every
   * other model needs its version, as on Replicate: by name alone it is answered 404.
   */
  readonly official?: boolean;
  /** The version that answers carry, such as `dp-…` or `d-…`. */
  readonly reportedVersion?: string;
  /** The model that answers carry, such as `replicate-internal/llama-3-8b-instruct-int8-triton`. */
  readonly reportedModel?: string;
  /** Predictions have a stream; `"files"` puts it below `/v1/files/`, as for file outputs. */
  readonly streaming?: boolean | "files";
  /** Inputs that answers carry as `[REDACTED]`. */
  readonly secretInputs?: readonly string[];
  /** How blocking requests are answered; by default as the emulator's `blockingFlavour` says. */
  readonly blockingFlavour?: BlockingFlavour;
  /** What a prediction does. */
  readonly script: ScriptSource;
  /** What a training does; a model without it cannot be trained. */
  readonly training?: ScriptSource;
  /** The input of the `default_example` on the model's page; `{}` by default. */
  readonly exampleInput?: Readonly<Record<string, unknown>>;
  /** The version's schema; a plausible one by default. */
  readonly openapiSchema?: Readonly<JsonObject>;
}

/**
 * The two answers that were recorded for a blocking request whose model finished in time:
 * `processing` with the whole output but neither times nor metrics, or `succeeded` with both.
 */
export type BlockingFlavour = "processing" | "succeeded";

/** The version id of a model, given or made from its name. */
export function versionOf(model: EmulatorModel): string {
  return model.version ?? versionId(model.name);
}

/** The script that a model follows for an input. */
export function scriptFor(source: ScriptSource, input: JsonObject): EmulatorScript {
  return typeof source === "function" ? source(input) : source;
}

/**
 * Throws a `TypeError` that names the model and what is wrong with it: a name that is not
 * `owner/name`, or a version that is not 64 hexadecimal digits.
 */
export function assertEmulatorModel(model: EmulatorModel): void {
  if (!/^[\w.-]+\/[\w.-]+$/.test(model.name)) {
    throw new TypeError(
      `Model name ${JSON.stringify(model.name)} is not of the form "owner/name".`,
    );
  }
  if (model.version !== undefined && !/^[0-9a-f]{64}$/.test(model.version)) {
    throw new TypeError(
      `The version of model ${model.name} is ${JSON.stringify(model.version)}; expected 64 lower-case hexadecimal digits.`,
    );
  }
}
