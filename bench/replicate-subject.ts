import Replicate from "replicate";

const PREDICTION = JSON.stringify({
  id: "gm3qorzdhgbfurvjtvhg6dckhu",
  model: "meta/meta-llama-3-8b-instruct",
  version: "hidden",
  input: { prompt: "Please write a haiku about llamas", max_tokens: 128, temperature: 0.7 },
  logs: "",
  output: ["Fuzzy", ", gentle", " beasts", "\nSoft", "ly grazing", ", quiet", " eyes"],
  data_removed: false,
  error: null,
  status: "succeeded",
  metrics: { predict_time: 0.21, total_time: 0.23, input_token_count: 7, output_token_count: 15 },
  created_at: "2026-01-01T00:00:00.000Z",
  started_at: "2026-01-01T00:00:00.020Z",
  completed_at: "2026-01-01T00:00:00.230Z",
  urls: {
    get: "https://api.replicate.com/v1/predictions/gm3qorzdhgbfurvjtvhg6dckhu",
    cancel: "https://api.replicate.com/v1/predictions/gm3qorzdhgbfurvjtvhg6dckhu/cancel",
    stream: "https://stream.replicate.com/v1/streams/streamstreamstreamstreamstream",
  },
});

const INPUT = { prompt: "Please write a haiku about llamas", max_tokens: 128, temperature: 0.7 };
const MODEL = "meta/meta-llama-3-8b-instruct";

/** A client that is answered at once, in process. Streams have as many events as asked for. */
export function replicateClient(): { client: Replicate; setEvents: (count: number) => void } {
  let events = 0;
  const answer = (input: string | URL | Request): Promise<Response> => {
    const url = input instanceof Request ? input.url : input.toString();
    const isStream = url.includes("/v1/streams/");
    return Promise.resolve(
      isStream
        ? new Response(serverSentEvents(events), {
            headers: { "Content-Type": "text/event-stream" },
          })
        : new Response(PREDICTION, { headers: { "Content-Type": "application/json" } }),
    );
  };
  const client = new Replicate({ auth: "benchmark", fetch: answer as typeof fetch });
  return { client, setEvents: (count) => void (events = count) };
}

/** Runs a text model. */
export async function runModel(client: Replicate): Promise<void> {
  await client.run(MODEL, { input: INPUT });
}

/** Reads a stream to its end. */
export async function readStream(client: Replicate): Promise<void> {
  for await (const event of client.stream(MODEL, { input: INPUT })) void event;
}

function serverSentEvents(count: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      // Some sixteen events a chunk, as a socket delivers them.
      let text = "";
      for (let event = 0; event < 16 && sent < count; event += 1, sent += 1) {
        text += `event: output\nid: 1700000000:${sent}\ndata: word${sent % 10} \n\n`;
      }
      if (sent >= count) text += "event: done\nid: 1700000001:0\ndata: {}\n\n";
      controller.enqueue(encoder.encode(text));
      if (sent >= count) controller.close();
    },
  });
}
