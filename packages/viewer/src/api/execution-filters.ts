import { HTTPException } from "hono/http-exception";
import type { ExecutionQuery } from "../storage/query-executions.ts";

const DEFAULT_LIMIT = 50;
const MOST = 500;

/**
 * Reads the filters of `GET /api/executions`. Throws an `HTTPException` 400 that names the
 * parameter, what was given and what is allowed.
 */
export function readFilters(queries: Readonly<Record<string, readonly string[]>>): ExecutionQuery {
  const many = (name: string): readonly string[] =>
    (queries[name] ?? []).filter((value) => value !== "").slice(0, MOST);
  const [cursor] = many("cursor");
  const [search] = many("q");
  const since = readSeconds("since", many("since")[0]);
  const until = readSeconds("until", many("until")[0]);
  return {
    limit: readLimit(many("limit")[0]),
    model: many("model"),
    version: many("version"),
    status: many("status"),
    kind: many("kind"),
    project: many("project"),
    ...(cursor === undefined ? {} : { cursor }),
    ...(search === undefined ? {} : { search }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > MOST) {
    throw badParameter("limit", text, `a whole number from 1 to ${MOST}`);
  }
  return limit;
}

function readSeconds(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds;
  throw badParameter(name, text, "seconds since 1970, such as 1764230400");
}

function badParameter(name: string, given: string, allowed: string): HTTPException {
  const message = `The parameter ${name} is ${JSON.stringify(given.slice(0, 100))}; allowed: ${allowed}`;
  return new HTTPException(400, { message });
}
