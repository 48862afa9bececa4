import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/**
 * The answers that are under way on each connection; several, where a client sends its requests one
 * behind the other without waiting.
 */
export class OpenAnswers {
  readonly #connections = new Map<Duplex, Set<ServerResponse>>();

  /** There is a new connection. */
  connected(socket: Socket): void {
    this.#connections.set(socket, new Set());
    socket.once("close", () => this.#connections.delete(socket));
  }

  begin(socket: Socket, response: ServerResponse): void {
    this.#connections.get(socket)?.add(response);
  }

  /** It is over. The last one of a connection stays, so that nothing is written behind it. */
  end(socket: Socket, response: ServerResponse): void {
    if (response.shouldKeepAlive) this.#connections.get(socket)?.delete(response);
  }

  /** Whether there is none. */
  none(socket: Duplex): boolean {
    return (this.#connections.get(socket)?.size ?? 0) === 0;
  }

  /** Whether the client has got the head of one. */
  begun(socket: Duplex): boolean {
    for (const { headersSent } of this.#connections.get(socket) ?? []) if (headersSent) return true;
    return false;
  }

  /** Closes the connections on which nothing is under way. */
  closeIdle(): void {
    for (const [socket, answers] of this.#connections) if (answers.size === 0) socket.destroy();
  }
}
