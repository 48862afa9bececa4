import { isObject } from "../wire/shape.ts";
import { ownValue } from "../exchange/own-value.ts";
import { REDACTED } from "../wire/scrub-secrets.ts";

/** Secrets lie near the surface of an input; deeper, and further down a list, is data. */
const DEEPEST = 100;
const LONGEST = 1000;

/** Values looked at in all: the caller waits meanwhile. */
const MOST = 10_000;

/**
 * The strings in an input that are secrets, as they are and as JSON spells them: an error that
 * quotes a request quotes its JSON. Found before anything is described, because a secret may turn
 * up in a prompt that comes before it.
 *
 * @param isSecret - Decides about a string by the name it was passed under.
 */
export function collectSecrets(
  input: unknown,
  isSecret: (name: string, value: string) => boolean,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<object>();
  let left = MOST;
  const visit = (value: unknown, name: string, depth: number): void => {
    if (typeof value === "string") {
      if (value === "" || value === REDACTED || !isSecret(name, value)) return;
      found.add(value);
      found.add(JSON.stringify(value).slice(1, -1));
    }
    if (!isObject(value) || ArrayBuffer.isView(value)) return;
    if (seen.has(value) || depth >= DEEPEST) return;
    seen.add(value);
    const isList = Array.isArray(value);
    for (const key of isList ? indexes(value) : Object.keys(value)) {
      if ((left -= 1) < 0) return;
      visit(ownValue(value, key), isList ? name : key, depth + 1);
    }
  };
  try {
    visit(input, "", 0);
  } catch {
    // A revoked proxy, or a trap that throws: nobody can read it.
  }
  return [...found];
}

function indexes(list: readonly unknown[]): readonly string[] {
  return Array.from({ length: Math.min(list.length, LONGEST) }, (_, index) => String(index));
}
