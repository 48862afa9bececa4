import type { RequestParameters } from "./execution-record.ts";
import { RecordedMedia, type RecordedValue } from "./recorded-value.ts";

/**
 * Reads the parameters that conventions have names for out of a recorded input, when they are of
 * the right type. Taken from what was recorded, so that a redacted parameter stays redacted.
 */
export function readParameters(input: RecordedValue | undefined): RequestParameters {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return {};
  if (input instanceof RecordedMedia) return {};
  const fields = input as Readonly<Record<string, RecordedValue>>;
  const parameters: Record<string, unknown> = {};
  for (const [name, ...synonyms] of PARAMETERS) {
    for (const spelling of [name, ...synonyms]) {
      const value = fields[spelling];
      if (value === undefined || name in parameters) continue;
      if (name === "stop" ? isStop(value) : typeof value === "number") parameters[name] = value;
    }
  }
  return parameters as RequestParameters;
}

const PARAMETERS: ReadonlyArray<readonly [keyof RequestParameters, ...string[]]> = [
  ["temperature"],
  ["top_p"],
  ["max_tokens", "max_new_tokens"],
  ["frequency_penalty"],
  ["presence_penalty"],
  ["stop", "stop_sequences"],
];

function isStop(value: RecordedValue): boolean {
  if (typeof value === "string") return value !== "";
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")
  );
}
