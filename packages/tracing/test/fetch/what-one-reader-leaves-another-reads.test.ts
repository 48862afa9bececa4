import { createEmulator } from "replicate-emulator";
import { expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";
import { tracedFetch } from "./support/traced-fetch.ts";

/** An answer to a creation whose body comes in two halves, the first one when it is asked for. */
async function slowAnswer(): Promise<Response> {
  const { fetch } = createEmulator({ models: testModels() });
  const slow: typeof fetch = async (...args) => {
    const answer = await fetch(...args);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const halves = [bytes.slice(0, 20), bytes.slice(20)];
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise((resolve) => setImmediate(resolve));
          const half = halves.shift();
          if (half) controller.enqueue(half);
          else controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, answer);
  };
  return tracedFetch({ fetch: slow })("https://api.replicate.com/v1/models/acme/text/predictions", {
    method: "POST",
    headers: { authorization: `Bearer ${testToken()}`, prefer: "wait" },
    body: JSON.stringify({ input: { prompt: "hi" } }),
  });
}

function bodyOf({ body }: Response): ReadableStream<Uint8Array> {
  if (body === null) throw new Error("there is no body");
  return body;
}

async function readOn(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  while (!(await reader.read()).done);
}

async function first(iterator: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of iterator) break;
}

/** Ways to leave a body to whoever reads it on. */
const WAYS: Readonly<Record<string, (response: Response) => Promise<void>>> = {
  "an iterator leaves with `preventCancel`": async (response) => {
    const body = bodyOf(response);
    await first(body.values({ preventCancel: true }));
    await readOn(body);
  },
  "an iterator that has left is asked again": async (response) => {
    const body = bodyOf(response);
    const iterator = body.values({ preventCancel: true });
    await iterator.next();
    await iterator.return?.();
    await iterator.next();
    await readOn(body);
  },
  "a reader gives the body back while it waits": async (response) => {
    const body = bodyOf(response);
    const reader = body.getReader();
    const waiting = reader.read();
    reader.releaseLock();
    await expect(waiting).rejects.toThrow(TypeError);
    await readOn(body);
  },
  "a reader that has given the body back wants to cancel it": async (response) => {
    const body = bodyOf(response);
    const reader = body.getReader();
    reader.releaseLock();
    await expect(reader.cancel()).rejects.toThrow(TypeError);
    await readOn(body);
  },
  "the reader of a clone cancels while it waits": async (response) => {
    const reader = bodyOf(response.clone()).getReader();
    const waiting = reader.read();
    void reader.cancel();
    expect((await waiting).done).toBe(true);
    await response.text();
  },
};

it.each(Object.entries(WAYS))("%s", async (_, readIn) => {
  const scene = await startScene();

  await readIn(await slowAnswer());

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({ output: "You said: hi", metadata: { status: "processing" } });
  expect(row).not.toHaveProperty("error");
  expect(row).not.toHaveProperty("metadata.incomplete");
  await expectEachEndedOnce(scene);
});
