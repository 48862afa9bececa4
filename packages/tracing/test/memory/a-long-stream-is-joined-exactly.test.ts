import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { tracedClient } from "../support/traced-client.ts";

const EVENTS = 100_000;
/** The client takes a time that grows with the square of this. */
const AT_ONCE = 20;

const chunk = (index: number): string => `${index.toString(36)} é`;

/** Some events of a stream, from `first` on. */
function batch(first: number): string {
  if (first >= EVENTS) return "event: done\nid: 1800000000:0\ndata: {}\n\n";
  let text = "";
  for (let index = first; index < first + AT_ONCE; index += 1) {
    const id = `${1_700_000_000 + Math.floor(index / 1000)}:${index % 1000}`;
    text += `event: output\nid: ${id}\ndata: ${chunk(index)}\n\n`;
  }
  return text;
}

it("joins 100,000 events exactly", async () => {
  const scene = await startScene();
  const encoder = new TextEncoder();
  let delivered = 0;
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // The client queues without limit, and its queue is slow when it is long.
      while (delivered < sent) await setImmediate();
      controller.enqueue(encoder.encode(batch(sent)));
      if (sent >= EVENTS) controller.close();
      sent += AT_ONCE;
    },
  });
  const stream = "https://stream.example.com/v1/streams/x";
  const answer = { id: "long", status: "starting", input: {}, urls: { stream } };
  const fetch = (url: unknown): Promise<Response> =>
    Promise.resolve(url === stream ? new Response(body) : Response.json(answer, { status: 201 }));

  for await (const _ of tracedClient({ fetch }).stream("acme/text", { input: {} })) delivered += 1;

  expect(delivered).toBe(EVENTS + 1);
  const row = onlyRow(await scene.rows());
  const text = Array.from({ length: EVENTS }, (_, index) => chunk(index)).join("");
  expect(row.output === text).toBe(true);
  expect(row).not.toHaveProperty("metadata.truncated");
  await expectEachEndedOnce(scene);
});
