import { startUpstream } from "./start-upstream.ts";

/**
 * A server in front of another one, until the test is over.
 *
 * @param refuses - The status that a request with this body is answered; undefined where it passes.
 */
export async function startFrontOf(
  origin: string,
  refuses: (body: string) => number | undefined,
): Promise<string> {
  const url: string = await startUpstream((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces).toString();
      const status = refuses(body);
      if (status !== undefined) response.writeHead(status).end("{}");
      else void passOn(request.method ?? "GET", request.url ?? "/", body);
    });
    const passOn = async (method: string, path: string, body: string): Promise<void> => {
      const answer = await fetch(origin + path, { method, ...(body !== "" && { body }) });
      // It names itself: what follows is to come here too.
      const text = (await answer.text()).replaceAll(origin, url);
      response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
    };
  });
  return url;
}
