import { createServer } from "node:http";

/** Stands for Braintrust: takes rows, counts them, and keeps nothing. */

let ended = 0;

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer(request.url ?? "", pieces)));
  });
});

function answer(path: string, pieces: readonly Buffer[]): object {
  if (path.endsWith("/login")) {
    return { org_info: [{ id: "o", name: "o", api_url: url(), proxy_url: url() }] };
  }
  if (path.endsWith("/register")) return { project: { id: "p", name: "p" } };
  if (path.endsWith("/count")) return { ended };
  if (path.endsWith("/logs3")) {
    ended += Buffer.concat(pieces).toString().split('"end":').length - 1;
  }
  return {};
}

function url(): string {
  const address = server.address();
  return typeof address === "object" ? `http://127.0.0.1:${address?.port}` : "";
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: Number(new URL(url()).port) }));
