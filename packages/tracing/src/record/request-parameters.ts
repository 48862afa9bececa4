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
  return {
    ...number("temperature", fields["temperature"]),
    ...number("topP", fields["top_p"]),
    ...number("maxTokens", fields["max_tokens"] ?? fields["max_new_tokens"]),
    ...number("frequencyPenalty", fields["frequency_penalty"]),
    ...number("presencePenalty", fields["presence_penalty"]),
    ...stop(fields["stop"] ?? fields["stop_sequences"]),
  };
}

function number(name: keyof RequestParameters, value: unknown): RequestParameters {
  return typeof value === "number" ? { [name]: value } : {};
}

function stop(value: RecordedValue | undefined): RequestParameters {
  if (typeof value === "string") return value === "" ? {} : { stop: value };
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")) {
    return { stop: value as readonly string[] };
  }
  return {};
}
