import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import type { CollectorOptions, Listening, ListenOptions } from "braintrust-replicate-viewer";
import { createCollector } from "braintrust-replicate-viewer";

let server: Listening | undefined;

afterEach(() => server?.close());

async function start(
  options: CollectorOptions = {},
  where: ListenOptions = {},
): Promise<Listening> {
  server = await createCollector(options).listen(where);
  return server;
}

/** `fetch` would not let us say another Host. */
function statusFor(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/version`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}

it.each([
  [{}, 200],
  [{ host: "localhost:4777" }, 200],
  [{ host: "[::1]:4777" }, 200],
  [{ host: "rebound.example" }, 403],
  [{ host: "127.0.0.1.example" }, 403],
  [{ origin: "https://page.example" }, 403],
  [{ origin: "null" }, 403],
])("answers on loopback a request with %j: %i", async (headers, status) => {
  const { url } = await start();
  expect(await statusFor(url, headers)).toBe(status);
});

it("allows a page of its own and no other origin to read", async () => {
  const { url } = await start();
  const own = await fetch(`${url}/version`, { headers: { origin: url } });
  expect(own.status).toBe(200);
  expect(own.headers.get("access-control-allow-origin")).toBeNull();
});

it("asks for the API key once there is one, except at the URLs it hands out", async () => {
  const { url } = await start({ apiKey: "s3cret" });
  const post = (path: string, headers: HeadersInit = {}): Promise<Response> =>
    fetch(url + path, {
      method: "POST",
      headers,
      body: JSON.stringify({ key: "k", filename: "f", content_type: "text/plain" }),
    });
  expect((await post("/attachment")).status).toBe(401);
  expect((await post("/attachment", { authorization: "Bearer wrong" })).status).toBe(401);
  expect((await fetch(`${url}/app/local/object?id=a`)).status).toBe(401);
  const announced = await post("/attachment", { authorization: "Bearer s3cret" });
  const { signedUrl } = (await announced.json()) as { signedUrl: string };
  expect((await fetch(signedUrl, { method: "PUT", body: "x" })).status).toBe(200);
  expect(await (await fetch(signedUrl)).text()).toBe("x");
});

it("listens on loopback unless told otherwise", async () => {
  const { url, port } = await start();
  expect(url).toBe(`http://127.0.0.1:${port}`);
});
