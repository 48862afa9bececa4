import { expect, it } from "vitest";
import { startTestGateway } from "./support/start-stage.ts";
import { startRawUpstream } from "./support/start-upstream.ts";

async function answerTo(head: readonly string[], body = ""): Promise<Response> {
  const upstream = await startRawUpstream((socket) => {
    socket.write([...head, "", body].join("\r\n"));
  });
  const gateway = await startTestGateway(upstream);
  return fetch(`${gateway.url}/v1/predictions/x`);
}

it("without the headers that Connection names", async () => {
  const { headers } = await answerTo([
    "HTTP/1.1 200 OK",
    "Connection: keep-alive, X-Hop",
    "X-Hop: 1",
    "X-Other: 2",
    "Content-Length: 0",
  ]);
  expect(headers.get("x-hop")).toBeNull();
  expect(headers.get("x-other")).toBe("2");
});

it.each(["gzip", "deflate", "br"])("no body in %s", async (coding) => {
  const answer = await answerTo([
    "HTTP/1.1 404 Not Found",
    "Content-Type: application/json",
    `Content-Encoding: ${coding}`,
    "Content-Length: 0",
  ]);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe("");
});

it("a 304 that says how long its body would be", async () => {
  const answer = await answerTo([
    "HTTP/1.1 304 Not Modified",
    "Content-Type: application/json",
    'ETag: "a"',
    "Content-Length: 500",
  ]);
  expect(answer.status).toBe(304);
  expect(answer.headers.get("etag")).toBe('"a"');
});

it("one behind an early hint", async () => {
  const answer = await answerTo(
    [
      "HTTP/1.1 103 Early Hints",
      "Link: </a>",
      "",
      "HTTP/1.1 200 OK",
      "X-A: 1",
      "Content-Length: 2",
    ],
    "ok",
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-a")).toBe("1");
  expect(await answer.text()).toBe("ok");
});

it("one with trailers, without them", async () => {
  const answer = await answerTo(
    ["HTTP/1.1 200 OK", "Content-Type: application/json", "Transfer-Encoding: chunked"],
    "2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n",
  );
  expect(await answer.text()).toBe("{}");
});
