import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";

/** From `src/api` and from `dist/api` alike. */
const BUILT_PAGE = fileURLToPath(new URL("../../dist/page", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};

/** Shown where the page was not built: a checkout of the repository. */
const PLACEHOLDER = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The page is not built</title>
<h1>The page is not built</h1>
<p>The viewer runs and collects. In a checkout of the repository, build its page with
<code>npm run build</code> and load this again. What was logged is at
<a href="/api/executions">/api/executions</a>.</p>
</html>
`;

/** The page: one document for every view, and its assets. Read from the disk once. */
export function pageRoutes(directory: string = BUILT_PAGE): Hono {
  const app = new Hono();
  const files = listFiles(directory);
  const document = (): string =>
    files.has("/index.html") ? readFileSync(join(directory, "index.html"), "utf8") : PLACEHOLDER;

  for (const path of ["/", "/executions", "/executions/:key", "/traces/:traceId"]) {
    app.get(path, (c) => c.html(document(), 200, { "cache-control": "no-cache" }));
  }
  for (const path of files) {
    if (path === "/index.html") continue;
    const contentType = TYPES[extname(path)] ?? "application/octet-stream";
    app.get(path, (c) =>
      c.body(new Uint8Array(readFileSync(join(directory, path))), 200, {
        "content-type": contentType,
        // Names of assets carry the hash of their content.
        "cache-control": path.startsWith("/assets/")
          ? "public, max-age=31536000, immutable"
          : "no-cache",
      }),
    );
  }
  return app;
}

/** Only what is listed is served: no path of a request reaches the file system. */
function listFiles(directory: string): ReadonlySet<string> {
  try {
    const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => statSync(join(directory, name)).isFile());
    return new Set(files.map((name) => `/${name.replaceAll("\\", "/")}`));
  } catch {
    return new Set();
  }
}
