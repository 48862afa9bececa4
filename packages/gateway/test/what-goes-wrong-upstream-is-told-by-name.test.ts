import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { startTestGateway } from "./support/start-stage.ts";
import { startRawUpstream } from "./support/start-upstream.ts";

const head = (...lines: readonly string[]): string =>
  ["HTTP/1.1 200 OK", "Content-Type: application/json", ...lines, "", ""].join("\r\n");

/** Little on the wire, and more than is held when it is undone. */
const LONG = gzipSync(JSON.stringify({ id: "x", output: "a".repeat(3_000_000) }));

type Fault = readonly [
  what: string,
  answer: (socket: Socket) => void,
  status: number,
  detail: string,
];

const FAULTS: readonly Fault[] = [
  ["closes at once", (s) => s.destroy(), 502, "closed the connection in the middle"],
  ["resets", (s) => s.resetAndDestroy(), 502, "closed the connection in the middle"],
  ["closes within the head", (s) => s.end("HTTP/1.1 200 O"), 502, "Replicate"],
  ["answers rubbish", (s) => s.end("rubbish\r\n\r\n"), 502, "is no HTTP"],
  ["never answers", () => {}, 504, "did not answer in time"],
  [
    "stops within a body that says its length",
    (s) => s.end(`${head("Content-Length: 100")}{"id":"x"`),
    502,
    "closed the connection in the middle",
  ],
  [
    "stops within a chunked body",
    (s) => s.end(`${head("Transfer-Encoding: chunked")}5\r\n{"id"\r\n`),
    502,
    "closed the connection in the middle",
  ],
  [
    "sends what is not gzip",
    (s) => s.end(`${head("Content-Encoding: gzip", "Content-Length: 4")}oops`),
    502,
    "cannot be read",
  ],
  [
    "sends gzip that ends too early",
    (s) => {
      s.write(head("Content-Encoding: gzip", "Content-Length: 10"));
      s.end(Buffer.from("1f8b0800000000000003", "hex"));
    },
    502,
    "cannot be read",
  ],
  [
    "resets while its gzip is still being undone",
    (s) => {
      s.write(head("Content-Encoding: gzip", `Content-Length: ${LONG.length + 1}`));
      s.write(LONG, () => s.resetAndDestroy());
    },
    502,
    "closed the connection in the middle",
  ],
  [
    "sends headers without end",
    (s) => s.write(head(`X: ${"a".repeat(70_000)}`)),
    502,
    "too many headers",
  ],
];

it.each(FAULTS)("Replicate %s", async (...[, answer, status, detail]) => {
  const upstream = await startRawUpstream(answer);
  const gateway = await startTestGateway(upstream, {}, { upstreamTimeout: 1 });
  const response = await fetch(`${gateway.url}/v1/predictions/x`);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as { detail: string; status: number };
  expect(problem.status).toBe(status);
  expect(problem.detail).toMatch(/^braintrust-replicate-gateway: /);
  expect(problem.detail).toContain(detail);
});

it("Replicate cannot be reached", async () => {
  const gateway = await startTestGateway("http://127.0.0.1:1");
  const response = await fetch(`${gateway.url}/v1/predictions`, { method: "POST", body: "{}" });
  expect(response.status).toBe(502);
  expect(await response.json()).toEqual({
    title: "Bad Gateway",
    status: 502,
    detail: "braintrust-replicate-gateway: Replicate cannot be reached (ECONNREFUSED)",
  });
});

it("an answer that has begun breaks off for the client as it did for the gateway", async () => {
  const upstream = await startRawUpstream((socket) => {
    socket.write(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    socket.write("9\r\ndata: 1\n\n\r\n", () => setTimeout(() => socket.destroy(), 50));
  });
  const gateway = await startTestGateway(upstream);
  const response = await fetch(`${gateway.url}/v1/models/a/b/stream`);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow("terminated");
});

it.each(["identity", "gzip"])("a reason that is no ASCII costs no answer (%s)", async (coding) => {
  const body = coding === "gzip" ? gzipSync('{"id":"x"}') : Buffer.from('{"id":"x"}');
  const upstream = await startRawUpstream((socket) => {
    socket.write(
      "HTTP/1.1 201 Créé ✓\r\nContent-Type: application/json\r\n" +
        `Content-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body);
  });
  const gateway = await startTestGateway(upstream);
  const response = await fetch(`${gateway.url}/v1/predictions/x`);
  expect(response).toMatchObject({ status: 201, statusText: "Created" });
  expect(await response.text()).toBe('{"id":"x"}');
});
