/** Which view an address names. */
export type Route =
  | { readonly view: "executions"; readonly search: string }
  | { readonly view: "execution"; readonly key: string }
  | { readonly view: "trace"; readonly traceId: string }
  | { readonly view: "nowhere"; readonly path: string };

/**
 * Reads an address.
 *
 * @example
 * parseRoute("/executions/abc", ""); // { view: "execution", key: "abc" }
 */
export function parseRoute(path: string, search: string): Route {
  if (path === "/" || path === "/executions" || path === "/index.html") {
    return { view: "executions", search };
  }
  const [, section, name, ...more] = path.split("/");
  const decoded = name === undefined || more.length > 0 ? undefined : decode(name);
  if (decoded !== undefined && decoded !== "") {
    if (section === "executions") return { view: "execution", key: decoded };
    if (section === "traces") return { view: "trace", traceId: decoded };
  }
  return { view: "nowhere", path };
}

/** The permalink of an execution. */
export function executionPath(key: string): string {
  return `/executions/${encodeURIComponent(key)}`;
}

/** The address of a trace. */
export function tracePath(traceId: string): string {
  return `/traces/${encodeURIComponent(traceId)}`;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
