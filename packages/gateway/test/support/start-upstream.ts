import { createServer, type RequestListener } from "node:http";
import { createServer as createSocketServer, type AddressInfo, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server in Replicate's place that answers as it is told, until the test is over. */
export async function startUpstream(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return addressOf(server.address());
}

/** The same by bytes: called with each connection once something has come in on it. */
export async function startRawUpstream(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return addressOf(server.address());
}

function addressOf(address: AddressInfo | string | null): string {
  return `http://127.0.0.1:${(address as AddressInfo).port}`;
}
