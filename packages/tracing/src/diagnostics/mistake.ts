/** An error of the app's in its use of this library. */
export function mistake(message: string): TypeError {
  return new TypeError(`braintrust-replicate: ${message}`);
}

/** The same, of something given that must be something else. */
export function mustBe(what: string, allowed: string, given: unknown): TypeError {
  return mistake(`${what} must be ${allowed}; got ${shown(given)}`);
}

/** A text of the app's own source or environment, or else only of which kind it is. */
export function shown(given: unknown): string {
  if (typeof given === "string") return JSON.stringify(given.slice(0, 40));
  if (given === null || typeof given === "number") return String(given);
  return Array.isArray(given) ? "array" : typeof given;
}
