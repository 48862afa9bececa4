import { isJsonObject, type JsonObject } from "../json.ts";
import type { Era } from "../settings.ts";
import { ApiProblem } from "./api-problem.ts";
import { invalidInput, PROBLEMS } from "./problem.ts";

/**
 * Parses a body and refuses keys that the API does not know, as the API does today. Clients of
 * 2023 and 2024 sent a stray `signal` that nobody complained about, so that era lets keys pass.
 *
 * @throws {@link ApiProblem} 400 for what is not a JSON object, 422 for an unknown key or for a
 * missing `input`, `version` or `destination`.
 */
export async function readBody(
  request: Request,
  { allowed, era }: { allowed: readonly string[]; era: Era },
): Promise<JsonObject> {
  const body = parse(await request.text());
  if (body === undefined) throw new ApiProblem(PROBLEMS.badRequest);
  const unknown = era === "2024" ? [] : Object.keys(body).filter((key) => !allowed.includes(key));
  if (unknown.length > 0) {
    throw new ApiProblem(
      invalidInput(
        unknown.map((key) => ({
          type: "additional_property_not_allowed",
          field: "",
          description: `Additional property ${key} is not allowed`,
        })),
      ),
    );
  }
  const missing = ["input", "version", "destination"].filter(
    (key) => allowed.includes(key) && !(key in body),
  );
  if (missing.length > 0) {
    throw new ApiProblem(invalidInput(missing.map((key) => required(key))));
  }
  return body;
}

/** The complaint about a field that is not there; `parent` is the object it belongs to. */
export function required(
  name: string,
  parent = "",
): { type: string; field: string; description: string } {
  return { type: "required", field: parent, description: `${name} is required` };
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
