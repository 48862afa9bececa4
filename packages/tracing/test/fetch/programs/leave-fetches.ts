import { createEmulator } from "replicate-emulator";
import { traceFetch } from "braintrust-replicate/fetch";
import { logIn } from "../../transparency/support/collected-spans.ts";
import { MODELS } from "../../transparency/support/models.ts";

/**
 * Leaves the promises of a `fetch` and of its responses alone, bare and traced, and prints what the
 * process hears of it.
 */
const API = "https://api.replicate.com/v1/models/acme/text/predictions";
const INIT = { method: "POST", body: JSON.stringify({ input: {} }) };

type Fetch = typeof globalThis.fetch;

const LEFT: Readonly<Record<string, (fetch: Fetch) => unknown>> = {
  "a request that fails": (fetch) => void fetch("https://api.replicate.com:1/", INIT),
  "a request that is aborted": (fetch) => {
    const abort = new AbortController();
    void fetch(API, { ...INIT, signal: abort.signal });
    abort.abort(new Error("enough"));
  },
  "a request that is handled": (fetch) => {
    fetch("https://elsewhere.example/", INIT).catch(() => undefined);
  },
  "a body that is no form": async (fetch) => void (await fetch(API, INIT)).formData(),
  "a body that was read": async (fetch) => {
    const response = await fetch(API, INIT);
    await response.text();
    void response.json();
  },
  "a pipe into what fails": async (fetch) => {
    const { body } = await fetch(API, INIT);
    void body?.pipeTo(
      new WritableStream({
        write() {
          throw new Error("mine");
        },
      }),
    );
  },
  "a pipe through what fails": async (fetch) => {
    const { body } = await fetch(API, INIT);
    body?.pipeThrough(
      new TransformStream({
        transform() {
          throw new Error("mine");
        },
      }),
    );
  },
};

const heard: string[] = [];
process.on("unhandledRejection", (reason) => {
  heard.push(String(reason).slice(0, 60));
});

async function tell(prepare: (fetch: Fetch) => Fetch): Promise<object> {
  const story: Record<string, readonly string[]> = {};
  for (const [name, leave] of Object.entries(LEFT)) {
    heard.length = 0;
    await leave(prepare(createEmulator({ models: MODELS }).fetch));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    story[name] = [...heard];
  }
  return story;
}

const loggedIn = await logIn();
const bare = await tell((fetch) => fetch);
let spans = 0;
const traced = await tell((fetch) => traceFetch(fetch, { onSpan: () => void (spans += 1) }));
console.log(JSON.stringify({ bare, traced, spans }));
await loggedIn.close();
process.exit(0);
