import { request } from "node:http";
import { expect, it } from "vitest";
import { log, openViewer } from "./support/open-viewer.ts";

const GET = (path: string, headers: Record<string, string> = {}): Request =>
  new Request(`http://127.0.0.1${path}`, { headers });

it("gives the page a policy without inline script, foreign media or frames", async () => {
  const response = await openViewer().fetch(GET("/"));
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

it.each(["/api/executions", "/api/facets", "/api/export", "/api/health", "/api/none", "/version"])(
  "lets no browser take %s for a document",
  async (path) => {
    const { headers } = await openViewer().fetch(GET(path));
    expect(headers.get("content-type")).not.toContain("html");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  },
);

/** With `node:http`, as `fetch` does not let a program choose these headers. */
function statusOf(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.once("error", reject);
    outgoing.end(method === "POST" ? '{"rows":[]}' : undefined);
  });
}

it.each([
  ["GET", "/api/executions", { host: "evil.example" }],
  ["GET", "/", { host: "evil.example:4777" }],
  ["GET", "/api/events", { host: "127.0.0.1.evil.example" }],
  ["POST", "/logs3", { origin: "https://evil.example" }],
  ["POST", "/logs3", { origin: "null" }],
  ["POST", "/otel/v1/traces", { origin: "https://evil.example" }],
  ["DELETE", "/api/executions", { origin: "https://evil.example" }],
  ["GET", "/api/executions", { origin: "http://localhost:1" }],
])("refuses %s %s with %j", async (method, path, headers) => {
  const viewer = openViewer();
  const server = await viewer.listen();
  expect(await statusOf(`${server.url}${path}`, method, headers)).toBe(403);
  await server.close();
});

it("asks everybody for the key, a browser with a form, and takes it as bearer and as cookie", async () => {
  const viewer = openViewer({ apiKey: "s3cret" });
  for (const path of ["/", "/api/executions", "/api/export", "/api/events", "/app/local/object"]) {
    expect((await viewer.fetch(GET(path))).status).toBe(401);
  }
  const form = await viewer.fetch(GET("/executions/x", { accept: "text/html" }));
  expect(form.status).toBe(401);
  expect(await form.text()).toContain("<form");
  expect(form.headers.get("content-security-policy")).toContain("default-src 'none'");

  const asBearer = await viewer.fetch(GET("/api/executions", { authorization: "Bearer s3cret" }));
  expect(asBearer.status).toBe(200);
  const post = (key: string): Promise<Response> =>
    viewer.fetch(new Request("http://127.0.0.1/session", { method: "POST", body: `key=${key}` }));
  expect((await post("wrong")).status).toBe(401);
  const opened = await post("s3cret");
  expect(opened.status).toBe(303);
  const cookie = opened.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  expect(cookie).not.toContain("s3cret");
  const asCookie = await viewer.fetch(GET("/", { cookie: cookie.split(";")[0] ?? "" }));
  expect(asCookie.status).toBe(200);
  const guess = `${cookie.split("=", 1).join("")}=guess`;
  expect((await viewer.fetch(GET("/", { cookie: guess }))).status).toBe(401);
});

it("keeps a browser in while it looks at another viewer of this machine, with another key", async () => {
  const keys = ["s3cret", "an0ther"];
  const viewers = keys.map((apiKey) => openViewer({ apiKey }));
  // As a browser keeps them: by name, for all ports of a host.
  const jar = new Map<string, string>();
  for (const [index, viewer] of viewers.entries()) {
    const opened = await viewer.fetch(GET(`/session?key=${keys[index]}`));
    const [name = "", value = ""] = (opened.headers.get("set-cookie") ?? "").split(/[=;]/);
    jar.set(name, value);
  }
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  for (const viewer of viewers) expect((await viewer.fetch(GET("/", { cookie }))).status).toBe(200);
});

it("tells nobody without the key where it keeps what it collects", async () => {
  const viewer = openViewer({ apiKey: "s3cret" });
  const health: unknown = await (await viewer.fetch(GET("/api/health"))).json();
  expect(health).toMatchObject({ name: "braintrust-replicate-viewer", directory: null });
});

it("serves ranges of kept media", async () => {
  const viewer = openViewer();
  const bytes = "0123456789";
  const output = `data:audio/wav;base64,${Buffer.from(bytes).toString("base64")}`;
  await log(viewer, [{ id: "a", span_attributes: { type: "llm" }, output }]);
  const page = (await (await viewer.fetch(GET("/api/executions"))).json()) as {
    executions: readonly { key: string }[];
  };
  const detail = await viewer.fetch(GET(`/api/executions/${page.executions[0]?.key}`));
  const { media } = (await detail.json()) as { media: readonly { url: string }[] };
  const path = media[0]?.url ?? "";
  const range = async (value: string): Promise<readonly [number, string, string | null]> => {
    const response = await viewer.fetch(GET(path, { range: value }));
    return [response.status, await response.text(), response.headers.get("content-range")];
  };
  expect(await range("bytes=2-4")).toEqual([206, "234", "bytes 2-4/10"]);
  expect(await range("bytes=8-")).toEqual([206, "89", "bytes 8-9/10"]);
  expect(await range("bytes=-3")).toEqual([206, "789", "bytes 7-9/10"]);
  expect(await range("bytes=5-999")).toEqual([206, "56789", "bytes 5-9/10"]);
  expect(await range("bytes=10-")).toEqual([416, "", "bytes */10"]);
  expect(await range("bytes=4-2")).toEqual([200, bytes, null]);
  expect(await range("items=1-2")).toEqual([200, bytes, null]);
  expect(await range("bytes=0-1,4-5")).toEqual([200, bytes, null]);
});
