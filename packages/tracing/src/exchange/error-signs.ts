import { textOf } from "../wire/shape.ts";
import { ownValue } from "./own-value.ts";

/**
 * What tells the error of a call from others, the most telling first: the status of an HTTP answer,
 * the code of the error and of its cause, its name.
 */
export function errorSigns(error: unknown): readonly string[] {
  try {
    const response = ownValue(error, "response");
    const isAnswered = typeof Response !== "undefined" && response instanceof Response;
    // The client's `ApiError` carries the answer.
    const status = isAnswered ? response.status : ownValue(error, "status");
    const codes = [ownValue(error, "code"), ownValue(ownValue(error, "cause"), "code")];
    const word = typeof status === "number" ? String(status) : status;
    const signs = [word, ...codes, nameOf(error)];
    return signs.filter((sign) => typeof sign === "string");
  } catch {
    // Anything can be thrown, also what cannot be looked at.
    return [];
  }
}

/** The name of an error, or of what stands for one. */
export function nameOf(error: unknown): string | undefined {
  try {
    return textOf(error instanceof Error ? error.name : ownValue(error, "name"));
  } catch {
    return undefined;
  }
}
