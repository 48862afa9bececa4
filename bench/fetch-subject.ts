/** A function like the global `fetch`. */
type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

const API = "https://api.replicate.com/v1";
const HEADERS = { authorization: "Bearer benchmark", "content-type": "application/json" };
const BODY = JSON.stringify({
  input: { prompt: "Please write a haiku about llamas", max_tokens: 128, temperature: 0.7 },
});

let count = 0;

/** Answers at once, in process: a creation, polls of it, and a stream of so many events. */
export function answering(events: number): Fetch {
  return (url, init) => {
    if (init?.method === "POST") return Promise.resolve(json(prediction(nextId(), "starting")));
    if (!url.includes("/streams/")) {
      const id = url.slice(url.lastIndexOf("/") + 1);
      return Promise.resolve(json(prediction(id, "succeeded")));
    }
    const headers = { "content-type": "text/event-stream" };
    return Promise.resolve(new Response(serverSentEvents(events), { headers }));
  };
}

/** What a program does that creates a prediction and polls for its end. */
export async function createAndPoll(fetch: Fetch): Promise<void> {
  const { urls } = await create(fetch);
  const answer = await fetch(urls.get, { headers: HEADERS });
  await answer.json();
}

/** What a program does that creates a prediction and reads its stream, chunk by chunk. */
export async function createAndStream(fetch: Fetch): Promise<void> {
  const { urls } = await create(fetch);
  const { body } = await fetch(urls.stream, { headers: { accept: "text/event-stream" } });
  for await (const chunk of body ?? []) void chunk;
}

/** A request that has nothing to do with Replicate. */
export async function askElsewhere(fetch: Fetch): Promise<void> {
  await (await fetch("https://elsewhere.example/v1/things", { headers: HEADERS })).json();
}

interface Created {
  readonly urls: { readonly get: string; readonly stream: string };
}

async function create(fetch: Fetch): Promise<Created> {
  const url = `${API}/models/meta/meta-llama-3-8b-instruct/predictions`;
  const answer = await fetch(url, { method: "POST", headers: HEADERS, body: BODY });
  return (await answer.json()) as Created;
}

function nextId(): string {
  count += 1;
  return `bench${String(count).padStart(21, "0")}`;
}

function prediction(id: string, status: string): object {
  const over = status === "succeeded";
  return {
    id,
    model: "meta/meta-llama-3-8b-instruct",
    version: "hidden",
    input: { prompt: "Please write a haiku about llamas", max_tokens: 128, temperature: 0.7 },
    logs: "",
    output: over ? ["Fuzzy", ", gentle", " beasts", "\nSoft", "ly grazing"] : null,
    error: null,
    status,
    metrics: over ? { predict_time: 0.21, input_token_count: 7, output_token_count: 15 } : {},
    created_at: "2026-01-01T00:00:00.000Z",
    urls: { get: `${API}/predictions/${id}`, stream: `https://s.example/v1/streams/${id}` },
  };
}

function json(body: object): Response {
  return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
}

function serverSentEvents(events: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      // Some sixteen events a chunk, as a socket delivers them.
      let text = "";
      for (let event = 0; event < 16 && sent < events; event += 1, sent += 1) {
        text += `event: output\nid: 1700000000:${sent}\ndata: word${sent % 10} \n\n`;
      }
      if (sent >= events) text += "event: done\nid: 1700000001:0\ndata: {}\n\n";
      controller.enqueue(encoder.encode(text));
      if (sent >= events) controller.close();
    },
  });
}
