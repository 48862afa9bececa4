/** A JSON object as it arrives over the wire. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a plain JSON object, not a list and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Serialises as Replicate does: very small and very large numbers in scientific notation
 * (`3e-06` in the metrics of a prediction canceled before its start), everything else as
 * `JSON.stringify` would.
 */
export function toJson(value: unknown): string {
  if (typeof value === "number") return numberToJson(value);
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item ?? null)).join(",")}]`;
  if (!isJsonObject(value) || "toJSON" in value) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}:${toJson(member)}`);
  return `{${members.join(",")}}`;
}

function numberToJson(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return JSON.stringify(value);
  if (Math.abs(value) >= 1e-4) return JSON.stringify(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}
