import { toJson, type JsonObject } from "../json.ts";
import { rateLimitHeaders, type RateLimit } from "./answer.ts";

/** One complaint of a 422 answer. */
export interface InvalidField {
  readonly type: string;
  readonly field: string;
  readonly description: string;
}

/** An error answer of the API: its status, its body and what rate limit it counts against. */
export interface Problem {
  readonly status: number;
  readonly body: JsonObject | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly limit?: RateLimit;
}

/** The error bodies known from Replicate's HTTP API. */
export const PROBLEMS: {
  readonly unauthenticated: Problem;
  readonly insufficientCredit: Problem;
  readonly invalidVersion: Problem;
  readonly destinationNotFound: Problem;
  readonly badRequest: Problem;
} = {
  unauthenticated: {
    status: 401,
    limit: "none",
    body: {
      title: "Unauthenticated",
      detail: "You did not pass a valid authentication token",
      status: 401,
    },
  },
  insufficientCredit: {
    status: 402,
    body: {
      title: "Insufficient credit",
      detail:
        "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to purchase credit.",
      status: 402,
    },
  },
  invalidVersion: {
    status: 422,
    body: {
      title: "Invalid version or not permitted",
      detail:
        "The specified version does not exist (or perhaps you don't have permission to use it?)",
      status: 422,
    },
  },
  destinationNotFound: {
    status: 404,
    body: { detail: "The specified training destination does not exist", status: 404 },
  },
  badRequest: { status: 400, body: { status: 400, detail: "Invalid input" } },
};

/** The body of a 404, whose wording Replicate varies by what is missing. */
export function notFound(what = "The requested resource could not be found."): Problem {
  return { status: 404, body: { detail: what, status: 404 } };
}

/** The 422 that lists what is wrong with a body. */
export function invalidInput(fields: readonly InvalidField[]): Problem {
  const lines = fields.map(({ field, description }) =>
    field === "" ? `- ${description}\n` : `- ${field}: ${description}\n`,
  );
  return {
    status: 422,
    body: {
      detail: lines.join(""),
      status: 422,
      title: "Input validation failed",
      invalid_fields: fields,
    },
  };
}

/** The 429 of an account with little credit; `retryAfter` in seconds. */
export function throttled(retryAfter = 5): Problem {
  return {
    status: 429,
    headers: { "retry-after": String(retryAfter) },
    body: {
      detail: `Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~${retryAfter}s.`,
      status: 429,
      retry_after: retryAfter,
    },
  };
}

/** Writes a problem down: `application/problem+json`, or plain text when its body is a string. */
export function problemAnswer(problem: Problem): Response {
  const { body, status } = problem;
  const text = typeof body === "string" ? body : `${toJson(body)}\n`;
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/problem+json";
  const headers = new Headers([
    ["content-type", type],
    ...rateLimitHeaders(problem.limit ?? "other").map(([name, value]): [string, string] => [
      name,
      value,
    ]),
  ]);
  for (const [name, value] of Object.entries(problem.headers ?? {})) headers.set(name, value);
  return new Response(text, { status, headers });
}
