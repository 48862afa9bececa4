import { expect, it } from "vitest";
import { readProblem } from "./problem.ts";

it.each<readonly [string, string | undefined, string]>([
  ["its detail", '{"title":"Unauthenticated","detail":"No token","status":401}', "No token"],
  [
    "several lines of it",
    '{"detail":"- input: prompt is required\\n"}',
    "- input: prompt is required",
  ],
  ["its title", '{"title":"Unauthenticated","status":401}', "Unauthenticated"],
  ["its text", "Service Unavailable\n", "Service Unavailable"],
  ["other JSON as its text", '{"message":"no"}', '{"message":"no"}'],
  ["its status, of a page", "<html>oh no</html>", "HTTP 503"],
  ["its status, of much text", "x".repeat(3000), "HTTP 503"],
  ["its status, of nothing", "", "HTTP 503"],
  ["its status, of what was not read", undefined, "HTTP 503"],
  ["its status, of an empty detail", '{"detail":""}', "HTTP 503"],
])("a refusal says %s", (_, body, words) => {
  expect(readProblem(body, 503)).toBe(words);
});
