import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { startTestGateway } from "./support/start-stage.ts";
import { readMetric } from "./support/read-metric.ts";
import { startTracedStage, type TracedStage } from "./support/start-traced-stage.ts";
import { startRawUpstream, startUpstream } from "./support/start-upstream.ts";

/** A promise and who settles it. */
function deferred<T = void>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

it("a client that leaves before the answer is told upstream", async () => {
  const arrived = deferred();
  const left = deferred();
  const upstream = await startUpstream((request, response) => {
    response.once("close", () => left.resolve());
    request.resume();
    arrived.resolve();
  });
  const gateway = await startTestGateway(upstream);
  const abort = new AbortController();
  const answer = fetch(`${gateway.url}/v1/predictions`, {
    method: "POST",
    body: '{"input":{}}',
    headers: { prefer: "wait" },
    signal: abort.signal,
  });
  await arrived.promise;
  abort.abort();
  await expect(answer).rejects.toThrow("abort");
  await left.promise;
});

it("a client that leaves in the middle of a stream is told upstream", async () => {
  const left = deferred();
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: 1\n\n");
    response.once("close", () => left.resolve());
  });
  const gateway = await startTestGateway(upstream);
  const abort = new AbortController();
  const answer = await fetch(`${gateway.url}/v1/other`, { signal: abort.signal });
  const reader = answer.body?.getReader();
  await reader?.read();
  abort.abort();
  await expect(left.promise).resolves.toBeUndefined();
});

it("a client that leaves in the middle of its upload is told upstream", async () => {
  const left = deferred();
  const arrived = deferred();
  const upstream = await startUpstream((request) => {
    request.once("error", () => left.resolve());
    request.once("data", () => arrived.resolve());
  });
  const gateway = await startTestGateway(upstream);
  const socket = connect(gateway.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nsome");
  await arrived.promise;
  socket.destroy();
  await expect(left.promise).resolves.toBeUndefined();
});

/** A client that has begun to send what a prediction is created with. */
async function beginCreation(body: string): Promise<{ socket: Socket; stage: TracedStage }> {
  const stage = await startTracedStage();
  const socket = connect(Number(new URL(stage.baseUrl).port), "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(`POST /v1/predictions HTTP/1.1\r\nHost: localhost\r\n${body}`);
  return { socket, stage };
}

const LEFT = 'requests_total{route="create",status="499"}';

it.each([
  ["a body that says its length", "Content-Length: 1000\r\n\r\nsome"],
  ["a chunked body", "Transfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n"],
])("a client that leaves in the middle of %s is under way no more", async (_what, body) => {
  const { socket, stage } = await beginCreation(body);
  const [{ url } = { url: "" }] = stage.gateways;
  // The one that asks is under way as well.
  await expect.poll(() => readMetric(url, "requests_in_flight")).toBe(2);
  socket.destroy();
  await expect.poll(() => readMetric(url, LEFT)).toBe(1);
  expect(await readMetric(url, "requests_in_flight")).toBe(1);
  expect(stage.collector.store.rows()).toEqual([]);
});

it("a client whose body is none is counted once", async () => {
  const { socket, stage } = await beginCreation("Transfer-Encoding: chunked\r\n\r\nzz\r\n");
  const [{ url } = { url: "" }] = stage.gateways;
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toContain("400 Bad Request");
  await expect.poll(() => readMetric(url, LEFT)).toBe(1);
  expect(await readMetric(url, 'requests_total{route="refused",status="400"}')).toBeNaN();
  expect(await readMetric(url, "requests_in_flight")).toBe(1);
});

it.each(["/v1/files", "/v1/predictions"])(
  "a client that writes all of its body to %s reads an answer that came before its end",
  async (path) => {
    const upstream = await startRawUpstream((socket) => {
      socket.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}");
      socket.resume();
    });
    const gateway = await startTestGateway(upstream);
    const socket = connect(gateway.port, "127.0.0.1");
    await once(socket, "connect");
    const length = 64 * 1024 * 1024;
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`);
    socket.pause();
    await new Promise((resolve) => socket.write(Buffer.alloc(length), resolve));
    const [answer] = (await once(socket.resume(), "data")) as [Buffer];
    expect(answer.toString()).toContain("401 Unauthorized");
    socket.destroy();
  },
);

it("nothing is written into an answer that is under way, whatever else the client sends", async () => {
  const upstream = await startUpstream((request, response) => {
    response.write(`${request.url} begins`);
    if (request.url?.endsWith("first") === true) response.end();
  });
  const gateway = await startTestGateway(upstream);
  const socket = connect(gateway.port, "127.0.0.1");
  let received = "";
  socket.on("data", (piece: Buffer) => (received += piece.toString()));
  await once(socket, "connect");
  for (const name of ["first", "second", "third"]) {
    socket.write(`GET /v1/${name} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  }
  await expect.poll(() => received).toContain("second begins");
  socket.write("no request at all\r\n\r\n");
  await once(socket, "close");
  expect(received).not.toContain("400 Bad Request");
});

it("each event of a stream reaches the client before the next one is sent", async () => {
  let next: () => void = () => {};
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    let count = 0;
    next = () => {
      if (count === 5) response.end();
      else response.write(`data: ${count++}\n\n`);
    };
    next();
  });
  const gateway = await startTestGateway(upstream);
  const answer = await fetch(`${gateway.url}/v1/other`);
  const events: string[] = [];
  for await (const piece of answer.body ?? []) {
    events.push(Buffer.from(piece).toString());
    next();
  }
  expect(events).toEqual([0, 1, 2, 3, 4].map((count) => `data: ${count}\n\n`));
});

it("what a client does not read is not read from upstream either", async () => {
  const piece = Buffer.alloc(64 * 1024, "a");
  let sent = 0;
  const stuck = deferred();
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    let waiting: NodeJS.Timeout | undefined;
    const send = (): void => {
      clearTimeout(waiting);
      while (response.write(piece)) sent += piece.length;
      sent += piece.length;
      response.once("drain", send);
      waiting = setTimeout(stuck.resolve, 300);
    };
    send();
  });
  const gateway = await startTestGateway(upstream);
  const socket = connect(gateway.port, "127.0.0.1");
  await once(socket, "connect");
  socket.pause();
  socket.write("GET /v1/files/x/download HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await stuck.promise;
  // What the kernel's socket buffers take, on four ends, is some megabytes.
  expect(sent).toBeLessThan(32 * 1024 * 1024);
  socket.destroy();
});
