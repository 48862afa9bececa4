import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** Stands for Replicate: answers at once, with bodies of the size and shape of real ones. */

let count = 0;

function prediction(status: "succeeded" | "processing", id: string, host: string): string {
  const done = status === "succeeded";
  return (
    `{"id":"${id}","model":"meta/meta-llama-3-8b-instruct","version":"hidden",` +
    `"input":{"prompt":"Write a short poem about a heron at dawn","max_tokens":64,"temperature":0.6},` +
    `"logs":"","output":${done ? '["Still"," water",", grey"," light",".\\n","One"," heron"," waits","."]' : "null"},` +
    `"data_removed":false,"error":null,"status":"${status}","created_at":"2026-11-27T09:00:00.000Z",` +
    (done
      ? `"started_at":"2026-11-27T09:00:00.004Z","completed_at":"2026-11-27T09:00:00.704Z","metrics":{"input_token_count":12,"output_token_count":9,"predict_time":0.7,"time_to_first_token":0.02},`
      : "") +
    `"urls":{"cancel":"http://${host}/v1/predictions/${id}/cancel","get":"http://${host}/v1/predictions/${id}",` +
    `"stream":"http://${host}/v1/streams/${id}","web":"https://replicate.com/p/${id}"}}`
  );
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { method, url = "", headers } = request;
  const host = headers.host ?? "";
  if (method === "POST") {
    request.resume();
    request.on("end", () => {
      const id = `b${String(count++).padStart(25, "0")}`;
      // One that streams has not begun; all others are held until they are done.
      const status = headers["prefer"] === undefined ? "processing" : "succeeded";
      send(response, 201, prediction(status, id, host));
    });
    return;
  }
  if (url.startsWith("/v1/streams/")) stream(response);
  else send(response, 200, prediction("processing", url.split("/").at(-1) ?? "", host));
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

const EVENTS = 50;
const EVERY_MS = 100;

/** Events that say when they were sent, on the clock that all processes of a machine share. */
function stream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  let number = 0;
  const timer = setInterval(() => {
    if (number === EVENTS) {
      clearInterval(timer);
      response.end("event: done\nid: 9:9\ndata: {}\n\n");
      return;
    }
    const now = process.hrtime.bigint().toString();
    response.write(`event: output\nid: 1:${number++}\ndata: ${now}\n\n`);
  }, EVERY_MS);
  response.on("close", () => clearInterval(timer));
}

const server = createServer({ keepAliveTimeout: 60_000 }, answer);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.send?.({ port: address?.port });
});
