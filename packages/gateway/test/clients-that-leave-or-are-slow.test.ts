import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { startTestGateway } from "./support/start-stage.ts";
import { startUpstream } from "./support/start-upstream.ts";

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
