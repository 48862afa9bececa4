import { describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "replicate-emulator";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedFetch } from "./support/traced-fetch.ts";

type Fetch = typeof globalThis.fetch;

/** What goes wrong, or is wanted no more. */
interface Fault {
  readonly does: (fetch: Fetch, emulator: Emulator) => unknown;
  /** What answers instead of the emulator. */
  readonly answers?: (emulator: Emulator) => Fetch;
  /** What the caller gets, bare or traced. */
  readonly caller: string;
  /** What the span says. */
  readonly span: object | undefined;
}

const API = "https://api.replicate.com/v1";
const HEADERS = { authorization: "Bearer r8_test", "content-type": "application/json" };

function create(fetch: Fetch, model = "acme/text", init: RequestInit = {}): Promise<Response> {
  const body = JSON.stringify({ input: { prompt: "Hi" } });
  const url = `${API}/models/${model}/predictions`;
  return fetch(url, { method: "POST", headers: HEADERS, body, ...init });
}

async function stream(fetch: Fetch, model: string, init: RequestInit = {}): Promise<Response> {
  const created = (await (await create(fetch, model)).json()) as { urls: { stream: string } };
  return fetch(created.urls.stream, init);
}

/** Answers one request, whichever, with this. */
function answering(
  make: (signal: AbortSignal | undefined) => Response,
): NonNullable<Fault["answers"]> {
  return () => (_, init) => Promise.resolve(make(init?.signal ?? undefined));
}

const EVENT = "event: output\nid: 1:1\ndata: again\n\n";

/** The emulator, but streams say one word without end. */
function endless({ fetch }: Emulator): Fetch {
  return async (url, init) => {
    if (!String(url as string).includes("/streams/")) return fetch(url, init);
    let count = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise((resolve) => setImmediate(resolve));
          count += 1;
          controller.enqueue(new TextEncoder().encode(EVENT.replace("1:1", `1:${count}`)));
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
}

const LARGE = "x".repeat(20 * 1024 * 1024);

const FAULTS: Readonly<Record<string, Fault>> = {
  "the connection is reset before the answer": {
    does: (fetch, emulator) => {
      emulator.fault({ kind: "reset-before-response", method: "POST" });
      return create(fetch);
    },
    caller: "TypeError: fetch failed",
    span: { error: "fetch failed (ECONNRESET)" },
  },
  "the connection is reset in the middle of the answer": {
    does: async (fetch, emulator) => {
      emulator.fault({ kind: "reset-mid-body", afterBytes: 60, method: "POST" });
      return (await create(fetch)).json();
    },
    caller: "TypeError: terminated",
    span: { error: expect.stringMatching(/^terminated/) as string },
  },
  "the connection is reset in the middle of a poll, and the next one succeeds": {
    does: async (fetch, emulator) => {
      const { urls } = (await (await create(fetch)).json()) as { urls: { get: string } };
      emulator.fault({ kind: "reset-mid-body", afterBytes: 60, method: "GET" });
      await (await fetch(urls.get, { headers: HEADERS })).json().catch(() => undefined);
      let status = "";
      while (status !== "succeeded") {
        const answer = await fetch(urls.get, { headers: HEADERS });
        ({ status } = (await answer.json()) as { status: string });
      }
      return status;
    },
    caller: "succeeded",
    span: { output: "You said: Hi", metadata: { status: "succeeded" } },
  },
  "the answer is half of a JSON": {
    does: async (fetch, emulator) => {
      emulator.fault({ kind: "malformed-json", method: "POST" });
      return (await create(fetch)).json();
    },
    caller: "SyntaxError",
    span: { error: expect.stringMatching(/JSON/) as string },
  },
  "the answer is half of a JSON, read as text": {
    does: async (fetch, emulator) => {
      emulator.fault({ kind: "malformed-json", method: "POST" });
      return (await (await create(fetch)).text()).length > 0;
    },
    caller: "true",
    span: { error: "the answer is not JSON" },
  },
  "the answer is no prediction": {
    answers: answering(() => Response.json({ hello: "world" })),
    does: async (fetch) => (await create(fetch)).json(),
    caller: '{"hello":"world"}',
    span: { metadata: { provider: "replicate", model: "acme/text" } },
  },
  "the answer has no body": {
    answers: answering(() => new Response(null, { status: 204 })),
    does: async (fetch) => (await create(fetch)).json(),
    caller: "SyntaxError: Unexpected end of JSON input",
    span: { error: "Unexpected end of JSON input" },
  },
  "the answer is huge, and parsed by its reader": {
    answers: answering(() => Response.json({ id: "huge", status: "succeeded", output: LARGE })),
    does: async (fetch) => Object.keys((await (await create(fetch)).json()) as object),
    caller: '["id","status","output"]',
    span: { id: "huge", metadata: { status: "succeeded", truncated: true } },
  },
  "the answer is huge, and read by the chunk": {
    answers: answering(() => Response.json({ id: "huge", output: LARGE, status: "succeeded" })),
    does: async (fetch) => {
      let length = 0;
      for await (const chunk of (await create(fetch)).body ?? []) length += chunk.byteLength;
      return length > LARGE.length;
    },
    caller: "true",
    span: { id: "huge", metadata: { status: "succeeded", truncated: true } },
  },
  "it is refused, and nobody reads why": {
    does: async (fetch, emulator) => {
      emulator.fault({ kind: "status", status: 402, method: "POST" });
      return (await create(fetch)).status;
    },
    caller: "402",
    span: { error: "HTTP 402" },
  },
  "it is refused, by a page of some proxy": {
    answers: answering(() => new Response("<html>no</html>", { status: 502 })),
    does: async (fetch) => (await create(fetch)).text(),
    caller: '"<html>no</html>"',
    span: { error: "HTTP 502" },
  },
  "it is aborted before it begins": {
    does: (fetch) => create(fetch, "acme/text", { signal: AbortSignal.abort() }),
    caller: "AbortError",
    span: undefined,
  },
  "it is aborted before the answer": {
    does: (fetch, emulator) => {
      emulator.fault({ kind: "hang", method: "POST" });
      const abort = new AbortController();
      setImmediate(() => abort.abort());
      return create(fetch, "acme/text", { signal: abort.signal });
    },
    caller: "AbortError",
    span: { metadata: { incomplete: "stopped_early" } },
  },
  "it is aborted for a reason of the app's own": {
    does: (fetch, emulator) => {
      emulator.fault({ kind: "hang", method: "POST" });
      const abort = new AbortController();
      setImmediate(() => abort.abort(new Error("enough")));
      return create(fetch, "acme/text", { signal: abort.signal });
    },
    caller: "Error: enough",
    span: { metadata: { incomplete: "stopped_early" } },
  },
  "a stream is aborted after its head": {
    answers: endless,
    does: async (fetch) => {
      const abort = new AbortController();
      const response = await stream(fetch, "acme/text", { signal: abort.signal });
      const reader = response.body?.getReader();
      await reader?.read();
      abort.abort();
      await reader?.cancel();
      return "left";
    },
    caller: "left",
    span: { output: "again", metadata: { incomplete: "stopped_early" } },
  },
  "a stream without end is left at its third event": {
    answers: endless,
    does: async (fetch) => {
      let events = 0;
      for await (const _ of (await stream(fetch, "acme/text")).body ?? []) {
        events += 1;
        if (events === 3) break;
      }
      return events;
    },
    caller: "3",
    span: { output: "againagainagain", metadata: { incomplete: "stopped_early" } },
  },
  "a stream without end is left at its third event, through a pipe": {
    answers: endless,
    does: async (fetch) => {
      let events = 0;
      const { body } = await stream(fetch, "acme/text");
      for await (const _ of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        events += 1;
        if (events === 3) break;
      }
      return events;
    },
    caller: "3",
    span: {
      output: expect.stringMatching(/^(again){3,4}$/) as string,
      metadata: { incomplete: "stopped_early" },
    },
  },
  "a stream has lines that are no events": {
    does: async (fetch, emulator) => {
      emulator.fault({ kind: "malformed-sse", path: "/v1/streams/*" });
      return (await (await stream(fetch, "acme/text")).text()).length > 0;
    },
    caller: "true",
    span: { output: expect.stringMatching(/^You said/) as string },
  },
  "a stream has an error event": {
    does: async (fetch, emulator) => {
      emulator.fault({ kind: "sse-error-event", afterOutputs: 1, path: "/v1/streams/*" });
      return (await (await stream(fetch, "acme/text")).text()).length > 0;
    },
    caller: "true",
    span: { error: expect.any(String) as string, output: "You said" },
  },
  "one of two clones is left, the other is read": {
    does: async (fetch) => {
      const response = await create(fetch, "acme/never");
      const one = response.clone();
      const other = response.clone();
      void one.body?.cancel();
      void response.body?.cancel();
      return ((await other.json()) as { status: string }).status;
    },
    caller: "starting",
    span: undefined,
  },
};

async function outcome(work: () => unknown): Promise<string> {
  try {
    const result = await work();
    return typeof result === "string" && /^\w+$/.test(result) ? result : JSON.stringify(result);
  } catch (error) {
    const { name, message } = error as Error;
    return ["AbortError", "SyntaxError"].includes(name) && !message.startsWith("Unexpected end")
      ? name
      : `${name}: ${message}`;
  }
}

describe("when something goes wrong", () => {
  it.each(Object.entries(FAULTS))("%s", async (_, { does, answers, caller, span }) => {
    const scene = await startScene();
    const bare = createEmulator({ models: testModels() });
    expect(await outcome(() => does(answers?.(bare) ?? bare.fetch, bare))).toBe(caller);

    const emulator = createEmulator({ models: testModels() });
    const fetch = tracedFetch({ fetch: answers?.(emulator) ?? emulator.fetch });
    expect(await outcome(() => does(fetch, emulator))).toBe(caller);

    const ended = (await scene.rows()).filter(({ metrics }) => metrics?.["end"] != null);
    expect(ended).toHaveLength(span === undefined ? 0 : 1);
    expect({ ...ended[0] }).toMatchObject(span ?? {});
    expect(emulator.requests.length).toBe(bare.requests.length);
  });
});
