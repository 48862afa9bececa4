import { HTTPException } from "hono/http-exception";
import type { JsonObject } from "../store/json-value.ts";

/**
 * The field of a request body as a non-empty string. Throws an `HTTPException` 400 naming the field.
 *
 * @example
 * requireString({ key: "k" }, "key"); // "k"
 */
export function requireString(body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value !== "string" || value === "") {
    throw new HTTPException(400, { message: `The field ${field} must be a non-empty string` });
  }
  return value;
}

/** The same for a field that may be absent or null. */
export function optionalString(body: JsonObject, field: string): string | undefined {
  return body[field] == null ? undefined : requireString(body, field);
}
