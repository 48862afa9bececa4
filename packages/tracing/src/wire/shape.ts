/** Whether a value can have properties that are worth a look. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The value when it is a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
