import { createServer } from "node:http";
import { Pool, type Dispatcher } from "undici";

/** The least that a proxy on the same library does: it passes on, and looks at nothing. */

const upstream = process.argv[2] ?? "";
const pool = new Pool(upstream, { pipelining: 1 });

const server = createServer((request, response) => {
  const { "content-length": length, "transfer-encoding": coding, ...headers } = request.headers;
  const hasBody = Number(length ?? 0) > 0 || coding !== undefined;
  delete headers.connection;
  delete headers.host;
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {},
    onResponseStart(...[, status, received]) {
      response.writeHead(status, received);
    },
    onResponseData: (...[, piece]) => void response.write(piece),
    onResponseEnd: () => void response.end(),
    onResponseError: () => void response.destroy(),
  };
  pool.dispatch(
    {
      method: request.method as Dispatcher.HttpMethod,
      path: request.url ?? "/",
      headers: length === undefined ? headers : { ...headers, "content-length": length },
      body: hasBody ? request : null,
    },
    handler,
  );
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.send?.({ port: address?.port });
});
