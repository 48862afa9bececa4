import { startUpstream } from "./start-upstream.ts";

/** A server in front of another one that answers 403 to what it is told to, until the test is over. */
export async function startFrontOf(
  origin: string,
  refuses: (body: string) => boolean,
): Promise<string> {
  const url: string = await startUpstream((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces).toString();
      if (refuses(body)) response.writeHead(403).end("{}");
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
