import OpenAI from "openai";

const COMPLETION = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1767225600,
  model: "gpt-4o-mini",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "Fuzzy, gentle beasts\nSoftly grazing, quiet eyes" },
      finish_reason: "stop",
    },
  ],
  usage: { prompt_tokens: 7, completion_tokens: 15, total_tokens: 22 },
});

const MESSAGES = [{ role: "user" as const, content: "Please write a haiku about llamas" }];

/** A client that is answered at once, in process. Streams have as many chunks as asked for. */
export function openaiClient(): { client: OpenAI; setEvents: (count: number) => void } {
  let events = 0;
  const answer = (_url: unknown, init?: { body?: unknown }): Promise<Response> => {
    const streams = typeof init?.body === "string" && init.body.includes('"stream":true');
    return Promise.resolve(
      streams
        ? new Response(chunks(events), { headers: { "Content-Type": "text/event-stream" } })
        : new Response(COMPLETION, { headers: { "Content-Type": "application/json" } }),
    );
  };
  const client = new OpenAI({ apiKey: "benchmark", fetch: answer as typeof fetch });
  return { client, setEvents: (count) => void (events = count) };
}

/** Asks for a chat completion. */
export async function complete(client: OpenAI): Promise<void> {
  await client.chat.completions.create({
    model: "gpt-4o-mini",
    messages: MESSAGES,
    max_tokens: 128,
    temperature: 0.7,
  });
}

/** Reads a streamed completion to its end. */
export async function readCompletion(client: OpenAI): Promise<void> {
  const stream = await client.chat.completions.create({
    model: "gpt-4o-mini",
    messages: MESSAGES,
    stream: true,
  });
  for await (const chunk of stream) void chunk;
}

function chunks(count: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      let text = "";
      for (let event = 0; event < 16 && sent < count; event += 1, sent += 1) {
        text += `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"word${sent % 10} "},"finish_reason":null}]}\n\n`;
      }
      if (sent >= count) text += "data: [DONE]\n\n";
      controller.enqueue(encoder.encode(text));
      if (sent >= count) controller.close();
    },
  });
}
