import { createHash, timingSafeEqual } from "node:crypto";

/**
 * These URLs are handed out under an unguessable key to who had the API key; SDKs fetch them
 * without it.
 */
const CAPABILITY_PATH = /^\/(?:attachment-bytes|overflow)\/[^/]+$/;

/** Answers 401 to a request that lacks the API key, and `undefined` to one that has it. */
export function requireApiKey(request: Request, apiKey: string): Response | undefined {
  if (CAPABILITY_PATH.test(new URL(request.url).pathname)) return undefined;
  const given = /^Bearer (.*)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (isApiKey(given, apiKey)) return undefined;
  return Response.json({ error: "The API key is missing or wrong" }, { status: 401 });
}

/** Compares in constant time: how long a refusal takes says nothing of the key. */
export function isApiKey(given: string, apiKey: string): boolean {
  // Digests are of equal length, which the comparison needs.
  return timingSafeEqual(digest(given), digest(apiKey));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
