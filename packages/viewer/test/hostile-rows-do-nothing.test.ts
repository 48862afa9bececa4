import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ExecutionDetail, ExecutionPage, Trace, Viewer } from "braintrust-replicate-viewer";
import { ask, log, openViewer, temporaryDirectory } from "./support/open-viewer.ts";

const SCRIPT = "<script>globalThis.ran = true</script><img src=x onerror=alert(1)>";
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
const BASE64 = (text: string): string => Buffer.from(text).toString("base64");

/** A row nested so deep that a recursive walk of it could exhaust the stack. */
function nested(levels: number): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

function keys(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`key ${n}`, n]));
}

const PROTOTYPE: unknown = JSON.parse('{"__proto__":{"polluted":1},"constructor":1}');

/** Every row is also an execution; the fields are what is hostile. */
const HOSTILE: readonly (readonly [name: string, fields: object])[] = [
  ["script in the id", { id: SCRIPT }],
  ["script in the span ids", { span_id: SCRIPT, root_span_id: SCRIPT, span_parents: [SCRIPT] }],
  ["script in the name and type", { span_attributes: { name: SCRIPT, type: "llm" } }],
  ["script in the input", { input: { prompt: SCRIPT, [SCRIPT]: SCRIPT } }],
  ["script in the output", { output: SCRIPT }],
  ["script in the error", { error: SCRIPT }],
  ["script in the model", { metadata: { model: SCRIPT, version: SCRIPT, status: SCRIPT } }],
  ["script in the project", { project_id: SCRIPT, log_id: "g" }],
  ["script in tags and context", { tags: [SCRIPT], context: { [SCRIPT]: SCRIPT } }],
  ["an SVG with script", { output: `data:image/svg+xml;base64,${BASE64(SVG)}` }],
  ["an HTML page", { output: `data:text/html;base64,${BASE64(SCRIPT)}` }],
  ["HTML that says it is a picture", { output: `data:image/png;base64,${BASE64(SCRIPT)}` }],
  ["an XHTML page", { output: `data:application/xhtml+xml;base64,${BASE64(SVG)}` }],
  ["a PDF", { output: `data:application/pdf;base64,${BASE64("%PDF-1.7")}` }],
  [
    "a javascript: URL",
    { output: "javascript:alert(1)", metadata: { url: "javascript:alert(1)" } },
  ],
  ["a file: URL", { output: ["file:///etc/passwd", "file://127.0.0.1/etc/passwd"] }],
  ["URLs to private addresses", { output: ["https://127.0.0.1/a.png", "https://10.0.0.1/a.png"] }],
  ["the address of cloud metadata", { output: "http://169.254.169.254/latest/meta-data/a.png" }],
  ["an IPv6 loopback URL", { output: ["https://[::1]/a.png", "https://[::ffff:127.0.0.1]/a.png"] }],
  ["a URL with a password", { output: "https://a:b@replicate.delivery/a.png" }],
  [
    "a host that looks like Replicate's",
    { output: "https://replicate.delivery.evil.example/a.png" },
  ],
  ["a path for a name", { output: attachment({ filename: "../../../../etc/passwd" }) }],
  ["an absolute path for a key", { output: attachment({ key: "/etc/passwd" }) }],
  ["a name with a NUL and a line break", { output: attachment({ filename: "a\0\r\nX-Evil: 1" }) }],
  ["a content type with a line break", { output: attachment({ content_type: "a/b\r\nX: 1" }) }],
  ["a text of 50 MB", { output: "x".repeat(50_000_000) }],
  ["a prompt of 5 MB without a space", { input: { prompt: "x".repeat(5_000_000) } }],
  ["100,000 keys", { input: keys(100_000) }],
  ["100,000 metadata keys", { metadata: { ...keys(100_000), provider: "replicate" } }],
  ["900 levels", { input: nested(900), output: nested(900) }],
  [
    "100,000 URLs",
    { output: Array.from({ length: 100_000 }, (_, n) => `https://x.example/${n}.png`) },
  ],
  ["a prototype for a key", { input: PROTOTYPE }],
  ["numbers at the edge", { metrics: { start: 1e308, end: -1e308, tokens: Number.MAX_VALUE } }],
  ["times that are none", { created: "never", metrics: { start: null, end: null } }],
  ["half a surrogate and a NUL", { id: "\ud800\0", output: "\udfff\0", root_span_id: "\ud800" }],
  ["terminal commands", { output: "\u001b]52;c;ZXZpbA==\u0007\u001b[2J" }],
  ["a data: URI without data", { output: ["data:image/png", "data:image/png;base64", "data:,"] }],
  ["a data: URI with broken escapes", { output: "data:image/png,%E0%A4%A" }],
  ["words of the search's own language", { input: { prompt: '" OR NEAR(a b) * ^ - : {x}' } }],
  ["SQL", { id: "'; DROP TABLE rows; --", metadata: { model: "' OR 1=1 --" } }],
];

function attachment(fields: object): object {
  return {
    type: "braintrust_attachment",
    key: "key",
    filename: "a.png",
    content_type: "image/png",
    ...fields,
  };
}

function execution(fields: object): object {
  return {
    id: "hostile",
    span_attributes: { name: "replicate.run", type: "llm" },
    metrics: { start: 1, end: 2 },
    ...fields,
  };
}

async function everythingOf(viewer: Viewer): Promise<ExecutionDetail> {
  const { executions } = await ask<ExecutionPage>(viewer, "/api/executions");
  const [summary] = executions;
  if (summary === undefined) throw new Error("The row is not listed");
  expect(JSON.stringify(summary).length).toBeLessThan(12_000);
  const detail = await ask<ExecutionDetail>(viewer, `/api/executions/${summary.key}`);
  const trace = await ask<Trace>(viewer, `/api/traces/${encodeURIComponent(summary.traceId)}`);
  expect(trace.spans).toHaveLength(1);
  return detail;
}

describe("a hostile row is taken, told as data, and makes nothing happen", () => {
  it(`has at least thirty of them`, () => expect(HOSTILE.length).toBeGreaterThanOrEqual(30));

  it.each(HOSTILE)("%s", async (_name, fields) => {
    const asked: string[] = [];
    const directory = temporaryDirectory();
    const viewer = openViewer({
      directory: join(directory, "kept"),
      resolve: async (host) => {
        asked.push(host);
        return [];
      },
    });
    await log(viewer, [execution(fields)]);
    const detail = await everythingOf(viewer);
    expect(JSON.stringify(detail).length).toBeLessThan(6_000_000);
    expect(asked).toEqual([]);
    expect(readdirSync(directory)).toEqual(["kept"]);
    for (const { url } of detail.media.slice(0, 20)) await expectHarmless(viewer, url);
    expect(Object.prototype).not.toHaveProperty("polluted");
    const { executions } = await ask<ExecutionPage>(viewer, "/api/executions?q=nothing+of+this");
    expect(executions).toEqual([]);
  });
});

/** What a browser would do with it: show it in place, or save it; never run it. */
async function expectHarmless(viewer: Viewer, url: string | null): Promise<void> {
  if (url === null) return;
  expect(url).toMatch(/^\/media\/[0-9a-f]{64}$/);
  const response = await viewer.fetch(new Request(`http://127.0.0.1${url}`));
  expect(response.status).toBe(200);
  const header = (name: string): string => response.headers.get(name) ?? "";
  expect(header("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(header("x-content-type-options")).toBe("nosniff");
  expect(header("content-type")).not.toMatch(/html|^(?!image).*xml|javascript|pdf/);
  const isShown = /^(?:image\/(?!svg)|audio\/|video\/|text\/plain)/.test(header("content-type"));
  expect(header("content-disposition")).toBe(isShown ? "inline" : "attachment");
  await response.arrayBuffer();
}

it("refuses rows deeper than it can walk, and takes the others of their batch", async () => {
  const viewer = openViewer();
  const answer = await log(viewer, [
    execution({ input: nested(2_000) }),
    execution({ id: "fine" }),
  ]);
  expect(answer).toMatchObject({ row_ids: ["fine"], rejected: [{ index: 0 }] });
});

it("keeps an attachment whose key and name are paths inside its directory, under its hash", async () => {
  const directory = temporaryDirectory();
  const viewer = openViewer({ directory: join(directory, "kept") });
  const key = "../../escaped";
  await ask(viewer, "/attachment", {
    method: "POST",
    body: JSON.stringify({ key, filename: "../../x.html", content_type: "text/html" }),
  });
  await ask(viewer, `/attachment-bytes/${encodeURIComponent(key)}`, {
    method: "PUT",
    body: SCRIPT,
  });
  await log(viewer, [execution({ output: attachment({ key, content_type: "text/html" }) })]);
  const { media } = await everythingOf(viewer);
  expect(media).toMatchObject([{ state: "kept", kind: "text" }]);
  await expectHarmless(viewer, media[0]?.url ?? "");
  expect(existsSync(join(directory, "escaped"))).toBe(false);
  expect(readdirSync(directory)).toEqual(["kept"]);
});

it.each([
  "/media/../viewer.db",
  "/media/..%2fviewer.db",
  "/media/%2e%2e/viewer.db",
  "/media/ABCDEF",
  "/assets/../../package.json",
  "/assets/..%2f..%2fpackage.json",
  "/..%5c..%5cpackage.json",
  "//etc/passwd",
])("serves no file for %s", async (path) => {
  const server = await openViewer().listen();
  const response = await fetch(`${server.url}${path}`);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("application/json");
  await server.close();
});
