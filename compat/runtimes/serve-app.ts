import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A page with both services behind its own origin, as an app has them behind its server. */
export interface ServedApp {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a page that runs a script, and passes all that the script asks for on to the services. */
export async function serveApp(
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<ServedApp> {
  const replicate = new URL(env["REPLICATE_BASE_URL"] ?? "").origin;
  const braintrust = env["BRAINTRUST_APP_URL"] ?? "";
  const server = createServer((asked, answer) => {
    const path = asked.url ?? "/";
    if (path === "/")
      return answered(answer, "text/html", '<script type="module" src="app.js"></script>');
    if (path === "/app.js") return answered(answer, "text/javascript", script);
    if (path === "/favicon.ico") return answered(answer, "image/x-icon", "");
    pass(asked, answer, path.startsWith("/v1/") ? replicate : braintrust);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answered(answer: ServerResponse, type: string, body: string): void {
  answer.writeHead(200, { "content-type": type }).end(body);
}

function pass(asked: IncomingMessage, answer: ServerResponse, origin: string): void {
  const { method, headers } = asked;
  const passed = request(new URL(asked.url ?? "/", origin), { method, headers }, (answered) => {
    const { "content-length": _, ...kept } = answered.headers;
    answer.writeHead(answered.statusCode ?? 502, kept);
    // What is streamed elsewhere would be of another origin.
    const own = `http://${headers.host ?? ""}`;
    answered.on("data", (part: Buffer) => answer.write(String(part).replaceAll(origin, own)));
    answered.on("end", () => answer.end());
  });
  passed.on("error", () => answer.destroy());
  answer.on("close", () => passed.destroy());
  asked.pipe(passed);
}
