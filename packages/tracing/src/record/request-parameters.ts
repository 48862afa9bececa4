import { isObject } from "../wire/shape.ts";
import { readSpelled, type Spellings } from "../wire/spellings.ts";
import type { RequestParameters } from "./execution-record.ts";
import { RecordedMedia, type RecordedValue } from "./recorded-value.ts";

/**
 * Reads the parameters that conventions have names for out of a recorded input, when they are of
 * the right type. Taken from what was recorded, so that a redacted parameter stays redacted.
 */
export function readParameters(input: RecordedValue | undefined): RequestParameters {
  if (!isObject(input) || input instanceof RecordedMedia) return {};
  const accept = (value: unknown, name: keyof RequestParameters): boolean =>
    name === "stop" ? isStop(value) : typeof value === "number";
  const read = readSpelled(input as Readonly<Record<string, unknown>>, PARAMETERS, accept);
  return read as RequestParameters;
}

const PARAMETERS: ReadonlyArray<Spellings<keyof RequestParameters>> = [
  ["temperature"],
  ["top_p"],
  ["max_tokens", "max_tokens", "max_new_tokens"],
  ["frequency_penalty"],
  ["presence_penalty"],
  ["stop", "stop", "stop_sequences"],
];

function isStop(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")
  );
}
