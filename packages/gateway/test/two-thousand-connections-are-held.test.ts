import { connect, type Socket } from "node:net";
import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { startTestGateway } from "./support/start-stage.ts";
import { startTracedStage } from "./support/start-traced-stage.ts";
import { startUpstream } from "./support/start-upstream.ts";

const CONNECTIONS = 2_000;
const MEBIBYTE = 1024 * 1024;

/** Opens many connections, a few at a time, and sends the same on each. */
async function openMany(port: number, count: number, message: string): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(100, count - sockets.length) }, () =>
      connect(port, "127.0.0.1"),
    );
    await Promise.all(
      some.map(
        (socket) =>
          new Promise<void>((resolve, reject) => {
            socket.once("error", reject);
            socket.write(message, () => resolve());
          }),
      ),
    );
    sockets.push(...some);
  }
  return sockets;
}

it("that wait for their answers, and each gets its own", { timeout: 60_000 }, async () => {
  const waiting: ServerResponse[] = [];
  const upstream = await startUpstream((_request, response) => void waiting.push(response));
  const gateway = await startTestGateway(upstream);
  const before = process.memoryUsage().heapUsed;
  const request = "GET /v1/predictions/x HTTP/1.1\r\nHost: localhost\r\nPrefer: wait\r\n\r\n";
  const sockets = await openMany(gateway.port, CONNECTIONS, request);
  await expect.poll(() => waiting.length, { timeout: 30_000 }).toBe(CONNECTIONS);
  // Server, client and upstream are all in this process.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(250 * MEBIBYTE);
  const answers = sockets.map(
    (socket) =>
      new Promise<string>((resolve) => {
        socket.once("data", (piece: Buffer) =>
          resolve(/n":(\d+)/.exec(piece.toString())?.[1] ?? ""),
        );
      }),
  );
  for (const [number, response] of waiting.entries()) {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(`{"n":${number}}`);
  }
  const numbers = (await Promise.all(answers)).map(Number).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: CONNECTIONS }, (_, number) => number));
  for (const socket of sockets) socket.destroy();
});

it("that send their bodies and never finish them", { timeout: 60_000 }, async () => {
  const stage = await startTracedStage();
  const [gateway] = stage.gateways;
  const before = process.memoryUsage().arrayBuffers;
  const head =
    "POST /v1/predictions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
    `Content-Length: ${MEBIBYTE}\r\n\r\n`;
  const half = `{"version":"acme/quick","input":{"text":"${"a".repeat(MEBIBYTE / 2)}`;
  const sockets = await openMany(gateway?.port ?? 0, 400, head + half);
  // 128 MiB may be held of all of them together; what is more than that is passed on as it comes.
  await expect
    .poll(() => stage.emulator.requests.length, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(400 - 128);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(600 * MEBIBYTE);
  const answer = await fetch(`${stage.baseUrl}/account`, {
    headers: { authorization: "Bearer x" },
  });
  expect(answer.status).toBe(200);
  for (const socket of sockets) socket.destroy();
});
