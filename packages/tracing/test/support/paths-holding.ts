/**
 * Where in a value a text turns up: in strings, in keys, at any depth. Answers paths only, so that
 * an assertion on them prints nothing of what it looks for.
 */
export function pathsHolding(value: unknown, secrets: ReadonlyArray<string | RegExp>): string[] {
  const found: string[] = [];
  const holds = (text: string): boolean =>
    secrets.some((secret) =>
      typeof secret === "string" ? text.includes(secret) : secret.test(text),
    );
  const visit = (item: unknown, path: string): void => {
    if (typeof item === "string" && holds(item)) found.push(path);
    if (typeof item !== "object" || item === null) return;
    for (const [index, [key, child]] of Object.entries(item).entries()) {
      if (holds(key)) found.push(`${path}.<key ${index}>`);
      visit(child, holds(key) ? `${path}.<key ${index}>` : `${path}.${key}`);
    }
  };
  visit(value, "$");
  return found;
}
