import { toJson } from "../json.ts";

/** Which of Replicate's rate limits a request counts against, or none. */
export type RateLimit = "create" | "read-prediction" | "other" | "none";

/** What the recorded answers had left of each limit of requests a minute. */
const REMAINING: Readonly<Record<Exclude<RateLimit, "none">, string>> = {
  create: "599",
  "read-prediction": "59999",
  other: "2999",
};

/** What an answer has besides its body. */
export interface AnswerInit {
  readonly status?: number;
  readonly limit?: RateLimit;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON answer with the headers that every answer of the API has. */
export function answer(body: unknown, init: AnswerInit = {}): Response {
  const headers = new Headers({ "content-type": "application/json" });
  for (const [name, value] of rateLimitHeaders(init.limit ?? "other")) headers.set(name, value);
  for (const [name, value] of Object.entries(init.headers ?? {})) headers.set(name, value);
  return new Response(toJson(body), { status: init.status ?? 200, headers });
}

/** The headers that say what is left of a rate limit. */
export function rateLimitHeaders(limit: RateLimit): ReadonlyArray<readonly [string, string]> {
  if (limit === "none") return [];
  return [
    ["ratelimit-remaining", REMAINING[limit]],
    ["ratelimit-reset", "1"],
  ];
}
