import { expect, it } from "vitest";
import { createEmulator } from "../src/index.ts";

const API = "https://api.replicate.com/v1";
const MODELS = [
  { name: "acme/endless", official: true, streaming: true, script: { neverEnds: true } },
  { name: "acme/quick", official: true, script: { output: "done" } },
];
const AUTHORIZED = { headers: { authorization: "Bearer any" } };
const CREATE = { ...AUTHORIZED, method: "POST", body: '{"input":{}}' };

it("takes a string, a URL or a Request", async () => {
  const { fetch, requests } = createEmulator({ models: MODELS });
  const url = `${API}/account`;
  for (const input of [url, new URL(url), new Request(url)]) {
    const response = await fetch(input, AUTHORIZED);
    expect([response.status, response.url]).toEqual([200, url]);
  }
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array.from({ length: 3 }, () => "GET /v1/account"),
  );
});

it("records what was sent", async () => {
  const { fetch, requests } = createEmulator({ models: MODELS });
  await fetch(`${API}/models/acme/quick/predictions?a=1`, CREATE);
  expect(requests[0]).toMatchObject({
    method: "POST",
    url: `${API}/models/acme/quick/predictions?a=1`,
    path: "/v1/models/acme/quick/predictions?a=1",
    headers: { authorization: "Bearer any", "content-type": "text/plain;charset=UTF-8" },
    text: '{"input":{}}',
  });
});

it("fails for other hosts as if there were no such name", async () => {
  const { fetch } = createEmulator();
  await expect(fetch("https://example.com/")).rejects.toMatchObject({
    name: "TypeError",
    message: "fetch failed",
    cause: { code: "ENOTFOUND", hostname: "example.com" },
  });
  await expect(fetch("no url")).rejects.toThrow("Failed to parse URL");
});

it("leaves data URIs to the real fetch", async () => {
  const { fetch, requests } = createEmulator();
  expect(await (await fetch("data:text/plain,hello")).text()).toBe("hello");
  expect(requests).toHaveLength(0);
});

it("rejects with the reason of a signal that was aborted before", async () => {
  const { fetch, requests } = createEmulator();
  const reason = new Error("changed my mind");
  const signal = AbortSignal.abort(reason);
  await expect(fetch(`${API}/account`, { signal })).rejects.toBe(reason);
  expect(requests).toHaveLength(0);
});

it("rejects with the reason of a signal that aborts during a blocking request", async () => {
  const { fetch } = createEmulator({ models: MODELS });
  const controller = new AbortController();
  const headers = { ...CREATE.headers, prefer: "wait" };
  const pending = fetch(`${API}/models/acme/endless/predictions`, {
    ...CREATE,
    headers,
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(), 10);
  await expect(pending).rejects.toMatchObject({ name: "AbortError" });
});

it("breaks a body off when the signal aborts", async () => {
  const { fetch } = createEmulator({ models: MODELS });
  const created = await fetch(`${API}/models/acme/endless/predictions`, CREATE);
  const { urls } = (await created.json()) as { urls: { stream: string } };
  const controller = new AbortController();
  const response = await fetch(urls.stream, { signal: controller.signal });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(": hi\n\n");
  const reason = new Error("enough");
  setTimeout(() => controller.abort(reason), 10);
  await expect(reader?.read()).rejects.toBe(reason);
});

it("answers for another base URL", async () => {
  const { fetch } = createEmulator({ models: MODELS, baseUrl: "https://replicate.test/api/v1/" });
  const response = await fetch(
    "https://replicate.test/api/v1/models/acme/quick/predictions",
    CREATE,
  );
  const { urls } = (await response.json()) as { urls: { get: string } };
  expect(urls.get).toMatch("https://replicate.test/api/v1/predictions/");
  expect((await fetch(urls.get, AUTHORIZED)).status).toBe(200);
});
