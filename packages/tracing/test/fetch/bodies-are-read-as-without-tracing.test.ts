import { Readable } from "node:stream";
import { fetchTellsTheSameStory, type FetchScenario } from "./support/same-story.ts";
import { OVER_TCP, type FetchStage } from "./support/fetch-stage.ts";

const JSON_TYPE = { "content-type": "application/json" };

function create({ fetch, api }: FetchStage, input: object = { prompt: "hi" }): Promise<Response> {
  return fetch(api("/models/acme/text/predictions"), {
    method: "POST",
    headers: { ...JSON_TYPE, authorization: "Bearer r8_test", prefer: "wait" },
    body: JSON.stringify({ input }),
  });
}

/** Reads the body of a created prediction. */
function reading(read: (response: Response, stage: FetchStage) => unknown): FetchScenario {
  return async (stage) => {
    const response = await create(stage);
    stage.note("head", response, Object.keys(response), response.bodyUsed);
    const result = await read(response, stage);
    stage.note("read", result, response.bodyUsed);
    return response;
  };
}

fetchTellsTheSameStory("a body", {
  "read as JSON": reading((response) => response.json()),
  "read as text": reading((response) => response.text()),
  "read as bytes": reading(async (response) => new Uint8Array(await response.arrayBuffer())),
  "read as a blob": reading(async (response) => (await response.blob()).text()),
  "read twice": reading(async (response, { note }) => {
    await response.json();
    await response.json().catch((error: unknown) => note("second", error));
    await response.text().catch((error: unknown) => note("third", error));
  }),
  "read chunk by chunk": reading(async ({ body }) => {
    const reader = body?.getReader();
    let text = "";
    for (;;) {
      const step = await reader?.read();
      if (step === undefined || step.done) return text;
      text += Buffer.from(step.value).toString();
    }
  }),
  "read into a buffer of the reader": {
    spans: 1,
    // The emulator's own answers cannot be read so.
    carriers: [OVER_TCP],
    does: reading(async ({ body }) => {
      const reader = body?.getReader({ mode: "byob" });
      let text = "";
      for (;;) {
        const step = await reader?.read(new Uint8Array(64));
        if (step === undefined || step.done) return text;
        text += Buffer.from(step.value).toString();
      }
    }),
  },
  iterated: reading(async ({ body }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }),
  "piped through a decoder": reading(async ({ body }) => {
    let text = "";
    const decoded = body?.pipeThrough(new TextDecoderStream());
    for await (const piece of decoded ?? []) text += piece;
    return [text, body?.locked];
  }),
  "piped to a sink": reading(async ({ body }) => {
    const chunks: Uint8Array[] = [];
    const sink = new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) });
    const ended: unknown = await body?.pipeTo(sink);
    return [ended, Buffer.concat(chunks).toString(), body?.locked];
  }),
  "piped to a sink that fails": reading(async ({ body }, { note }) => {
    const mine = new Error("mine");
    const sink = new WritableStream<Uint8Array>({
      write() {
        throw mine;
      },
    });
    await body?.pipeTo(sink).catch((error: unknown) => note("the same", error === mine));
    return body?.locked;
  }),
  "piped with wrong arguments": reading(async ({ body }, { note }) => {
    await body?.pipeTo(7 as never).catch((error: unknown) => note("pipeTo", error));
    try {
      body?.pipeThrough({} as never);
    } catch (error) {
      note("pipeThrough", error);
    }
    return [body?.locked, await new Response(body).text()];
  }),
  "piped until it is aborted, and read on": reading(async ({ body }, { note }) => {
    const abort = new AbortController();
    const sink = new WritableStream<Uint8Array>({ write: () => abort.abort("enough") });
    await body
      ?.pipeTo(sink, { signal: abort.signal, preventCancel: true })
      .catch((error: unknown) => note("aborted", error));
    return [body?.locked, (await body?.getReader().read())?.done];
  }),
  "in two halves": reading(async ({ body }) => {
    const [one, other] = body?.tee() ?? [];
    return [await new Response(one).text(), await new Response(other).text(), body?.locked];
  }),
  "as Node's stream": reading(async ({ body }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of Readable.fromWeb(body as never)) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks).toString();
  }),
  "handed on in another response": reading(({ body }) => new Response(body).json()),
  "looked at and read by a method": reading(async (response) => {
    const { body } = response;
    return [body === response.body, body?.locked, await response.json(), body?.locked];
  }),
  "locked and read by a method": reading(async (response, { note }) => {
    const reader = response.body?.getReader();
    await response.json().catch((error: unknown) => note("locked", error));
    await reader?.read();
    return reader?.read();
  }),
  "of a clone": reading((response) => response.clone().json()),
  "of both": reading(async (response) => {
    const copy = response.clone();
    return [copy instanceof Response, await response.text(), await copy.json()];
  }),
  "of a clone's clone": reading(async (response) => {
    const copy = response.clone();
    const again = copy.clone();
    return Promise.all([again.text(), copy.text(), response.json()]);
  }),
  "cloned after it was read": reading(async (response, { note }) => {
    await response.text();
    try {
      response.clone();
    } catch (error) {
      note("clone", error);
    }
  }),
  "as a form, which it is not": {
    spans: 0,
    does: reading((response, { note }) =>
      response.formData().catch((error: unknown) => note("form", error)),
    ),
  },
  "with methods taken off the response": reading(async (response, { note }) => {
    const json = Reflect.get(response, "json") as () => Promise<unknown>;
    await json().catch((error: unknown) => note("taken off", error));
    return response.json();
  }),
});

fetchTellsTheSameStory("a body that nobody reads", {
  "is not read": {
    spans: 0,
    does: reading((response) => response.status),
  },
  "is canceled": {
    spans: 1,
    does: reading(async ({ body }) => [await body?.cancel("enough"), body?.locked]),
  },
  "is canceled by its reader": {
    spans: 1,
    does: reading(async ({ body }) => {
      const reader = body?.getReader();
      await reader?.cancel();
      return reader?.read();
    }),
  },
});
