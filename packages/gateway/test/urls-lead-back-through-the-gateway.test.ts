import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { startTestGateway } from "./support/start-stage.ts";
import { startUpstream } from "./support/start-upstream.ts";

const ID = "gm3qorzdhgbfurvjtvhg6dckhu";
const API = "https://api.replicate.com/v1";
const PREDICTION =
  `{"id":"${ID}","model":"a/b","version":"dp-1","metrics":{"predict_time":3e-06},"seed":12345678901234567890,` +
  `"output":["https://replicate.delivery/x.png","${API}/predictions/${ID}"],` +
  `"urls":{"get":"${API}/predictions/${ID}","cancel":"${API}/predictions/${ID}/cancel",` +
  `"stream":"https://stream.replicate.com/v1/files/jbxs-abc","web":"https://replicate.com/p/${ID}"}}`;

function expected(base: string, stream: string): string {
  return PREDICTION.replace(`"get":"${API}`, `"get":"${base}/v1`)
    .replace(`"cancel":"${API}`, `"cancel":"${base}/v1`)
    .replace("https://stream.replicate.com/v1/files/jbxs-abc", stream);
}

const CODINGS = {
  identity: (text: string) => Buffer.from(text),
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
};

it.each(Object.entries(CODINGS))(
  "replaces the URLs of a prediction and not another byte of it, in %s",
  async (coding, encode) => {
    const upstream = await startUpstream((_request, response) => {
      const body = encode(PREDICTION);
      response.setHeader("content-type", "application/json; charset=utf-8");
      response.setHeader("content-length", body.length);
      response.setHeader("x-a", ["1", "2"]);
      response.setHeader("location", `${API}/predictions/${ID}`);
      if (coding !== "identity") response.setHeader("content-encoding", coding);
      response.writeHead(201, "Made");
      response.end(body);
    });
    const { url } = await startTestGateway(upstream);
    const answer = await fetch(`${url}/v1/predictions`, { method: "POST", body: "{}" });
    const text = await answer.text();
    const stream = /"stream":"([^"]+)"/.exec(text)?.[1] ?? "";
    expect(stream.startsWith(`${url}/v1/files/sealed-`)).toBe(true);
    expect(text).toBe(expected(url, stream));
    expect(answer.status).toBe(201);
    expect(answer.statusText).toBe("Made");
    expect(answer.headers.get("location")).toBe(`${url}/v1/predictions/${ID}`);
    expect(answer.headers.get("x-a")).toBe("1, 2");
    expect(answer.headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
  },
);

it("leads back by the public URL and the key where there are such", async () => {
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(PREDICTION);
  });
  const gateway = await startTestGateway(upstream, {
    key: "0123456789abcdef",
    publicUrl: "https://gw.example.com/replicate/",
  });
  expect(gateway.url).toBe("https://gw.example.com/replicate/k/0123456789abcdef");
  const local = `http://127.0.0.1:${gateway.port}/k/0123456789abcdef`;
  const text = await (await fetch(`${local}/v1/predictions/${ID}`)).text();
  const stream = /"stream":"([^"]+)"/.exec(text)?.[1] ?? "";
  expect(text).toBe(expected(gateway.url, stream));
});

it("replaces the URLs of a body too large to be held, as it passes", async () => {
  const big = PREDICTION.replace('"seed"', `"logs":"${'\\\\ \\" x'.repeat(200_000)}","seed"`);
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(big);
  });
  const { url } = await startTestGateway(upstream);
  const answer = await fetch(`${url}/v1/predictions/${ID}`);
  const text = await answer.text();
  expect(answer.headers.get("content-length")).toBeNull();
  expect(text.length).toBeGreaterThan(1_000_000);
  expect(text).toContain(`"get":"${url}/v1/predictions/${ID}"`);
  const stream = /"stream":"([^"]+)"/.exec(text)?.[1] ?? "";
  expect(text).toBe(
    big
      .replace(`"get":"${API}`, `"get":"${url}/v1`)
      .replace(`"cancel":"${API}`, `"cancel":"${url}/v1`)
      .replace("https://stream.replicate.com/v1/files/jbxs-abc", stream),
  );
});

it("keeps the path that clients know file streams by, and opens what it sealed", async () => {
  const seen: string[] = [];
  const upstream = await startUpstream((request, response) => {
    seen.push(`${request.url} ${request.headers.accept} ${request.headers.authorization}`);
    if (request.url?.startsWith("/v1/predictions") !== true) {
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      response.end(": hi\n\nevent: done\ndata: {}\n\n");
      return;
    }
    const own = `http://${request.headers.host}`;
    const kind = request.url.endsWith("/f") ? "files/jbxs-a?x=1" : "streams/abc";
    response.writeHead(200, { "content-type": "application/json" });
    response.end(`{"id":"${ID}","urls":{"stream":"${own}/v1/${kind}"}}`);
  });
  const { url } = await startTestGateway(upstream);
  for (const [path, prefix] of [
    ["f", "/v1/files/sealed-"],
    ["s", "/v1/streams/sealed-"],
  ]) {
    const body = (await (await fetch(`${url}/v1/predictions/${path}`)).json()) as {
      urls: { stream: string };
    };
    expect(body.urls.stream.startsWith(url + prefix)).toBe(true);
    const stream = await fetch(body.urls.stream, { headers: { accept: "text/event-stream" } });
    expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(await stream.text()).toBe(": hi\n\nevent: done\ndata: {}\n\n");
  }
  expect(seen.filter((line) => line.includes("event-stream"))).toEqual([
    "/v1/files/jbxs-a?x=1 text/event-stream undefined",
    "/v1/streams/abc text/event-stream undefined",
  ]);
});

it("seals no stream that would lead anywhere but to https, unless the upstream is http itself", async () => {
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      `{"id":"x","urls":{"stream":"file:///etc/passwd","get":"https://elsewhere/v1/x"}}`,
    );
  });
  const { url } = await startTestGateway(upstream);
  expect(await (await fetch(`${url}/v1/predictions/x`)).text()).toBe(
    `{"id":"x","urls":{"stream":"file:///etc/passwd","get":"https://elsewhere/v1/x"}}`,
  );
});

it.each([
  ["GET", "/v1/files/x", "application/json"],
  ["GET", "/v1/files/x/download", "application/json"],
  ["GET", "/v1/models/a/b", "application/json"],
  ["GET", "/v1/predictions/x", "text/plain"],
  ["GET", "/v1/predictions/x", "application/problem+json"],
])("leaves %s %s alone in %s", async (method, path, type) => {
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": type, etag: '"a"' });
    response.end(PREDICTION);
  });
  const { url } = await startTestGateway(upstream);
  const answer = await fetch(url + path, { method });
  expect(await answer.text()).toBe(PREDICTION);
  expect(answer.headers.get("etag")).toBe('"a"');
});

it("leads a path back where the API has one before /v1", async () => {
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(201, { location: `/replicate/v1/predictions/${ID}` }).end();
  });
  const { url } = await startTestGateway(`${upstream}/replicate`);
  const answer = await fetch(`${url}/v1/predictions`, { method: "POST", body: "{}" });
  expect(answer.headers.get("location")).toBe(`/v1/predictions/${ID}`);
});
