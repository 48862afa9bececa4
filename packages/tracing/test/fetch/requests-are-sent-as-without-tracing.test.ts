import { fetchTellsTheSameStory, type FetchScenario } from "./support/same-story.ts";
import { IN_PROCESS, OVER_TCP, type FetchStage } from "./support/fetch-stage.ts";

const HEADERS = { "content-type": "application/json", authorization: "Token r8_test" };
const BODY = JSON.stringify({ input: { prompt: "hi" } });

/** Sends a request that creates a prediction, and reads the answer. */
function sending(send: (stage: FetchStage, url: string) => Promise<Response>): FetchScenario {
  return async (stage) => {
    const response = await send(stage, stage.api("/models/acme/text/predictions"));
    return [response, await response.json()];
  };
}

const BODY_ONLY: RequestInit = { body: BODY };
const INIT = { method: "POST", headers: HEADERS, body: BODY };

fetchTellsTheSameStory("a request", {
  "of a string and an init": sending(({ fetch }, url) => fetch(url, INIT)),
  "of a URL": sending(({ fetch }, url) => fetch(new URL(url), INIT)),
  "of a `Request`": sending(({ fetch }, url) => fetch(new Request(url, INIT))),
  "of a `Request` and an init": sending(({ fetch }, url) =>
    fetch(new Request(url, { method: "POST", headers: HEADERS }), BODY_ONLY),
  ),
  "with a `Request` as the init": {
    spans: 1,
    carriers: [OVER_TCP],
    does: sending(({ fetch }, url) => fetch(url, new Request(url, INIT) as RequestInit)),
  },
  "whose method is in lower case": sending(({ fetch }, url) =>
    fetch(url, { ...INIT, method: "post" }),
  ),
  "with `Headers`": sending(({ fetch }, url) =>
    fetch(url, { ...INIT, headers: new Headers(HEADERS) }),
  ),
  "with pairs of headers": sending(({ fetch }, url) =>
    fetch(url, { ...INIT, headers: Object.entries(HEADERS) }),
  ),
  "whose body is bytes": sending(({ fetch }, url) =>
    fetch(url, { ...INIT, body: new TextEncoder().encode(BODY) }),
  ),
  "whose body is a buffer": sending(({ fetch }, url) =>
    fetch(url, { ...INIT, body: new TextEncoder().encode(BODY).buffer }),
  ),
  "whose body is a blob": sending(({ fetch }, url) =>
    fetch(url, { ...INIT, body: new Blob([BODY]) }),
  ),
  "whose body is a stream": {
    spans: 1,
    carriers: [OVER_TCP],
    does: sending(({ fetch }, url) => {
      const body = new Blob([BODY]).stream();
      return fetch(url, { ...INIT, body, duplex: "half" } as RequestInit);
    }),
  },
  "with a frozen init": sending(({ fetch }, url) =>
    fetch(url, Object.freeze({ ...INIT, headers: Object.freeze({ ...HEADERS }) })),
  ),
  "with an init that inherits": sending(({ fetch }, url) =>
    fetch(url, Object.create(INIT) as RequestInit),
  ),
  "with an init without prototype": sending(({ fetch }, url) =>
    fetch(url, Object.assign(Object.create(null) as object, INIT)),
  ),
  "that is not JSON": sending(({ fetch }, url) => fetch(url, { ...INIT, body: "{nonsense" })),
  "that is refused": sending(({ fetch, emulator }, url) => {
    emulator.fault({ kind: "status", status: 422, method: "POST" });
    return fetch(url, INIT);
  }),
});

/** An init whose every access is written down. */
function proxied({ note }: FetchStage): RequestInit {
  return new Proxy(INIT, {
    get(init, key) {
      note("get", String(key));
      return Reflect.get(init, key) as unknown;
    },
  });
}

fetchTellsTheSameStory("a request that cannot be read without running code of the app", {
  "with a proxy as the init, of which nobody else `get`s anything": {
    spans: 1,
    carriers: [OVER_TCP],
    does: sending((stage, url) => stage.fetch(url, proxied(stage))),
  },
  "with a getter for the method": {
    spans: 0,
    carriers: [OVER_TCP],
    does: sending(({ fetch, note }, url) =>
      fetch(url, {
        ...INIT,
        get method() {
          note("method");
          return "POST";
        },
      }),
    ),
  },
  "with a getter for the body": {
    spans: 1,
    carriers: [OVER_TCP],
    does: sending(({ fetch, note }, url) =>
      fetch(url, {
        method: "POST",
        headers: HEADERS,
        get body() {
          note("body");
          return BODY;
        },
      }),
    ),
  },
  "with getters that throw": {
    spans: 0,
    carriers: [OVER_TCP],
    does: sending(({ fetch }, url) =>
      fetch(url, {
        get method(): string {
          throw new Error("mine");
        },
      }),
    ),
  },
  "with a proxy that refuses everything": {
    spans: 0,
    carriers: [OVER_TCP],
    does: sending(({ fetch }, url) => {
      const refuse = (): never => {
        throw new Error("refused");
      };
      const init = { get: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse };
      return fetch(url, new Proxy({}, init));
    }),
  },
  "with an object that becomes a URL": {
    spans: 0,
    does: sending(({ fetch, note }, url) => {
      const input = {
        toString() {
          note("toString");
          return url;
        },
      };
      return fetch(input as unknown as string, INIT);
    }),
  },
});

fetchTellsTheSameStory("a request that has nothing to do with executions", {
  "to another host": {
    spans: 0,
    does: async ({ fetch, note }) => {
      const url = "http://127.0.0.1:1/v1/predictions";
      await fetch(url, INIT).catch((error: unknown) => note("failed", (error as Error).message));
    },
  },
  "for a list": {
    spans: 0,
    does: async ({ fetch, api }) => (await fetch(api("/predictions"), { headers: HEADERS })).json(),
  },
  "for a model": {
    spans: 0,
    does: async ({ fetch, api }) =>
      (await fetch(api("/models/acme/text"), { headers: HEADERS })).json(),
  },
  "that uploads a file": {
    spans: 0,
    carriers: [IN_PROCESS],
    does: async ({ fetch, api }) => {
      const form = new FormData();
      form.append("content", new File(["hello"], "hello.txt"));
      const headers = { authorization: HEADERS.authorization };
      return (await fetch(api("/files"), { method: "POST", headers, body: form })).status;
    },
  },
  "that is none": {
    spans: 0,
    does: async ({ fetch, note }) => {
      for (const args of [[], [undefined], [7], ["not a url"], ["http://"], [{}]]) {
        await (fetch as (...all: unknown[]) => Promise<unknown>)(...args).catch((error: unknown) =>
          note("failed", (error as Error).name),
        );
      }
    },
  },
  "for data": {
    spans: 0,
    carriers: [OVER_TCP],
    does: async ({ fetch }) => (await fetch("data:text/plain,hello")).text(),
  },
});

fetchTellsTheSameStory("a function like `fetch`", {
  "that throws at once": {
    spans: 0,
    carriers: [IN_PROCESS],
    does: ({ fetch }) => [fetch.name, fetch.length, Object.keys(fetch)],
  },
});
