import { ownValue } from "../exchange/own-value.ts";

/**
 * An error of `fetch` with its reason: all that `fetch` itself says is that it failed. Of the cause
 * only its code is taken, which quotes nothing.
 */
export function networkFailure(error: unknown): unknown {
  const code = ownValue(ownValue(error, "cause"), "code");
  if (typeof code !== "string" || !(error instanceof Error)) return error;
  return new Error(`${error.message} (${code})`, { cause: { code } });
}
