import { ownValue } from "../exchange/own-value.ts";

/**
 * What a client hands to `fetch`, with more headers in the form in which it has them. `baggage` is a
 * list that all who send a request add to; others are replaced.
 */
export function withHeaders(init: unknown, more: Readonly<Record<string, string>>): unknown {
  const given = ownValue(init, "headers");
  const headers = new Headers(given as HeadersInit | undefined);
  for (const [name, value] of Object.entries(more)) {
    if (name === "baggage" && headers.has(name)) headers.append(name, value);
    else headers.set(name, value);
  }
  return {
    ...(init as object),
    headers: given instanceof Headers ? headers : inOrder(given, headers),
  };
}

/** A plain object, as the client makes it, which an app's own `fetch` may rely on. */
function inOrder(given: unknown, headers: Headers): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const name of Object.keys(given ?? {})) plain[name] = headers.get(name) ?? "";
  const known = new Set(Object.keys(plain).map((name) => name.toLowerCase()));
  for (const [name, value] of headers) if (!known.has(name)) plain[name] = value;
  return plain;
}
