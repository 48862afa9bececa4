import Replicate from "replicate";
import { expect, it } from "vitest";
import { fetchTellsTheSameStory, tellFetch, type FetchScenario } from "./support/same-story.ts";
import { IN_PROCESS, OVER_TCP, type FetchStage } from "./support/fetch-stage.ts";

const HEADERS = { "content-type": "application/json", authorization: "Bearer r8_test" };

interface Created {
  readonly id: string;
  readonly urls: { readonly stream: string; readonly get: string; readonly cancel: string };
}

/** Creates a prediction and asks for its stream. */
function streaming(
  read: (response: Response, stage: FetchStage, created: Created) => unknown,
  model = "acme/text",
): FetchScenario {
  return async (stage) => {
    const url = stage.api(`/models/${model}/predictions`);
    const body = JSON.stringify({ input: { prompt: "hi" } });
    const answer = await stage.fetch(url, { method: "POST", headers: HEADERS, body });
    const created = (await answer.json()) as Created;
    const headers = { accept: "text/event-stream" };
    return read(await stage.fetch(created.urls.stream, { headers }), stage, created);
  };
}

async function noteEach({ body }: Response, { note }: FetchStage): Promise<void> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body ?? []) chunks.push(chunk);
  } finally {
    // How a connection cuts them is chance.
    note("chunks", Buffer.concat(chunks).toString());
  }
}

fetchTellsTheSameStory("a stream", {
  "is iterated": streaming(noteEach),
  "is read as text": streaming((response) => response.text()),
  "is left at its second chunk": streaming(async ({ body }, { note }) => {
    for await (const chunk of body ?? []) {
      note("chunk", chunk.byteLength > 0);
      break;
    }
    return body?.locked;
  }, "acme/endless"),
  fails: streaming(noteEach, "acme/broken"),
  breaks: streaming(async (response, stage) => {
    await noteEach(response, stage).catch((error: unknown) => stage.note("broke", error));
  }),
  "is cut": (stage) => {
    stage.emulator.fault({ kind: "reset-mid-body", afterBytes: 60, path: "/v1/streams/*" });
    return streaming(async (response) => {
      await response.text();
    })(stage);
  },
  "comes byte by byte": (stage) => {
    stage.emulator.fault({ kind: "slow-drip", bytes: 7, everyMs: 1, path: "/v1/streams/*" });
    return streaming((response) => response.text())(stage);
  },
  "is refused": (stage) => {
    stage.emulator.fault({ kind: "status", status: 404, path: "/v1/streams/*" });
    return streaming((response) => response.json())(stage);
  },
});

function client({ fetch, api }: FetchStage): Replicate {
  return new Replicate({ auth: "r8_test", fetch, baseUrl: api("") });
}

fetchTellsTheSameStory("a client on a traced `fetch`", {
  runs: (stage) => client(stage).run("acme/text", { input: {} }),
  polls: (stage) =>
    client(stage).run("acme/text", { input: {}, wait: { mode: "poll", interval: 1 } }),
  streams: async (stage) => {
    for await (const event of client(stage).stream("acme/text", { input: {} })) {
      stage.note("event", event);
    }
  },
  "leaves a stream": async (stage) => {
    for await (const event of client(stage).stream("acme/text", { input: {} })) {
      stage.note("event", event);
      break;
    }
  },
  fails: (stage) => client(stage).run("acme/broken", { input: {} }),
  "sends files": {
    spans: 1,
    carriers: [IN_PROCESS],
    does: async (stage) => {
      const file = new File(["hello"], "hello.txt");
      await client(stage).run("acme/nothing", { input: { file } });
    },
  },
  "is aborted": async (stage) => {
    const abort = new AbortController();
    const fetch: typeof stage.fetch = (...args) => {
      const answer = stage.fetch(...args);
      abort.abort();
      return answer;
    };
    const { signal } = abort;
    // It tries five times more, with a signal that is aborted already.
    await client({ ...stage, fetch }).predictions.create({ model: "acme/text", input: {}, signal });
  },
});

it("the comparison can fail", async () => {
  // What is overridden is out of sight of `Object.keys`, and of nothing else.
  const does = streaming((response, { note }) => note("own", Reflect.ownKeys(response).length));
  const bare = await tellFetch(does, OVER_TCP, false);
  const traced = await tellFetch(does, OVER_TCP, true);
  expect(traced.events).not.toEqual(bare.events);
});
