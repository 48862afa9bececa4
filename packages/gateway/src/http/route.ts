import type { JsonShape } from "../rewrite/url-splicer.ts";

/** What a request asks for, as far as the gateway treats requests differently. */
export interface Route {
  /** For metrics and logs: few values, no ids. */
  readonly name: RouteName;
  /** What a JSON answer holds whose URLs are to be replaced; undefined leaves it untouched. */
  readonly shape: JsonShape | undefined;
}

/** The kinds of request. */
export type RouteName = "create" | "execution" | "stream" | "list" | "file" | "other";

const CREATE: Route = { name: "create", shape: "execution" };
const EXECUTION: Route = { name: "execution", shape: "execution" };
const EXECUTIONS: Route = { name: "list", shape: "executions" };
const LIST: Route = { name: "list", shape: "page" };
const FILE: Route = { name: "file", shape: undefined };
const OTHER: Route = { name: "other", shape: undefined };

/** The route of a sealed stream. */
export const STREAM: Route = { name: "stream", shape: undefined };

/** Collections that come in pages, by the number of path segments behind `/v1/`. */
const PAGES: ReadonlySet<string> = new Set(["models", "collections", "deployments", "files"]);

/**
 * Reads a path of Replicate's API. Only answers that hold URLs to follow are scanned: executions and
 * pages. Files stay as they are, although they have a `urls.get`: Replicate itself fetches that.
 *
 * @param pathname - Begins with `/v1/`, without the query.
 */
export function routeOf(method: string, pathname: string): Route {
  const segments = pathname.split("/");
  const last = segments.length - 1;
  const collection = segments[last];
  if (collection === "predictions" || collection === "trainings") {
    return method === "POST" ? CREATE : EXECUTIONS;
  }
  const [, , first] = segments;
  if (first === "predictions" || first === "trainings") return EXECUTION;
  const reads = method === "GET" || method === "QUERY";
  if (reads && isPage(segments)) return LIST;
  return first === "files" ? FILE : OTHER;
}

/** `/v1/models`, `/v1/models/{owner}/{name}/versions` and `…/examples`, and the like. */
function isPage(segments: readonly string[]): boolean {
  const [, , first, ...rest] = segments;
  if (first === undefined || !PAGES.has(first)) return false;
  if (rest.length === 0) return true;
  return first === "models" && rest.length === 3 && rest[2] !== "";
}
