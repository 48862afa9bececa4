import { ownValue } from "../exchange/own-value.ts";

/**
 * What a client hands to `fetch`, with more headers in the form in which it has them. `baggage` is a
 * list that all who send a request add to; others are replaced.
 */
export function withHeaders(init: unknown, more: Readonly<Record<string, string>>): unknown {
  const given = ownValue(init, "headers");
  const isList = given instanceof Headers;
  const headers: Record<string, string> = isList
    ? Object.fromEntries(given)
    : { ...(given as object) };
  for (const [name, value] of Object.entries(more)) {
    const spelled = Object.keys(headers).find((key) => key.toLowerCase() === name) ?? name;
    const before = name === "baggage" && headers[spelled];
    headers[spelled] = before ? `${before}, ${value}` : value;
  }
  return { ...(init as object), headers: isList ? new Headers(headers) : headers };
}
