import type { ApiJson } from "../../../src/api/contract.ts";

/** An object of JSON. */
export type JsonObject = { readonly [name: string]: ApiJson };

/** Tells an object from lists, `null` and plain values. */
export function isJsonObject(value: ApiJson | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at a name, or an empty one. */
export function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

/** The text at a name, if there is one that is not empty. */
export function textAt(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The finite number at a name. */
export function numberAt(object: JsonObject, name: string): number | undefined {
  const value = object[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
