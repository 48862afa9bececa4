import { request } from "node:https";
import { afterEach, expect, it } from "vitest";
import { createEmulator, file, pngFile, type Listening } from "../src/index.ts";

const MODELS = [
  { name: "acme/endless", official: true, streaming: true, script: { neverEnds: true } },
  { name: "acme/image", official: true, script: { output: file("png", 4) } },
];
const CREATE = { method: "POST", headers: { authorization: "Bearer any" }, body: '{"input":{}}' };

let listening: Listening | undefined;
afterEach(() => listening?.close());

it("ends streams and held requests, and frees the port", async () => {
  const emulator = createEmulator({ models: MODELS });
  listening = await emulator.listen();
  const url = `${listening.url}/models/acme/endless/predictions`;
  const created = (await (await fetch(url, CREATE)).json()) as { urls: { stream: string } };
  expect(new URL(created.urls.stream).origin).toBe(listening.origin);
  const stream = await fetch(created.urls.stream);
  const held = fetch(url, { ...CREATE, headers: { ...CREATE.headers, prefer: "wait" } });
  const outcomes = Promise.allSettled([stream.text(), held]);
  await expect.poll(() => emulator.requests.length).toBe(3);
  await listening.close();
  await listening.close();
  expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(fetch(url, CREATE)).rejects.toThrow("fetch failed");
});

it("listens on the port it is given, or says why not", async () => {
  const emulator = createEmulator();
  listening = await emulator.listen();
  const port = Number(new URL(listening.origin).port);
  await expect(emulator.listen({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await listening.close();
  listening = await emulator.listen({ port });
  expect(listening.url).toBe(`http://127.0.0.1:${port}/v1`);
});

it("serves the files of its models over TLS, with a certificate that can be trusted", async () => {
  const emulator = createEmulator({ models: MODELS });
  listening = await emulator.listen({ tls: true });
  const { ca } = listening;
  const created = await get({ url: `${listening.url}/models/acme/image/predictions`, ca });
  const { id } = JSON.parse(created.toString()) as { id: string };
  const read = await get({ url: `${listening.url}/predictions/${id}`, ca, method: "GET" });
  const { output } = JSON.parse(read.toString()) as { output: string };
  expect(output).toContain(`${listening.origin}/delivery/`);
  expect(await get({ url: output, ca, method: "GET" })).toEqual(Buffer.from(pngFile(4)));
});

function get(what: { url: string; ca: string | undefined; method?: string }): Promise<Buffer> {
  const { url, ca, method = "POST" } = what;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: CREATE.headers, ...(ca ? { ca } : {}) });
    outgoing.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks)));
    });
    outgoing.on("error", reject);
    outgoing.end(method === "POST" ? CREATE.body : undefined);
  });
}
