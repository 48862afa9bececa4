import Replicate from "replicate";
import { createRequire } from "node:module";
import { unwrapReplicate, wrapReplicate } from "../../../src/index.ts";
import type { Stage } from "../../transparency/support/stage.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Play = Pick<Fault, "does" | "call" | "where">;

/** Runs a model by a client of an odd make. */
function running(make: (stage: Stage) => Replicate): Play {
  return {
    where: "the client",
    call: "run",
    does: (stage) => make(stage).run("acme/quick", { input: {} }),
  };
}

/** Runs a model, and `fetch` does this. */
function fetching(fetch: () => unknown): Play {
  return running((stage) => {
    stage.replicate.fetch = fetch as typeof globalThis.fetch;
    return stage.replicate;
  });
}

function build({ fetch }: Stage, Client = Replicate): Replicate {
  return new Client({ auth: "r8_test", fetch });
}

class Sub extends Replicate {
  #runs = 0;
  override run(...args: Parameters<Replicate["run"]>): Promise<object> {
    if (++this.#runs > 1) throw new Error("run once");
    return super.run(...args);
  }
}

/** A second copy of the client's package in this process. */
function secondCopy(): typeof Replicate {
  const require = createRequire(import.meta.url);
  const mine = Object.keys(require.cache).filter(
    (path) => /[\\/]replicate[\\/]/.test(path) && !path.includes("braintrust"),
  );
  const kept = mine.map((path) => [path, require.cache[path]] as const);
  for (const path of mine) delete require.cache[path];
  const copy = require("replicate") as typeof Replicate;
  for (const [path, module] of kept) require.cache[path] = module;
  return copy;
}

const refuse = (): never => {
  throw new Error("not allowed");
};

/** The client is not as it comes, or its `fetch` is not. */
export const CLIENTS: FaultTable<Fault> = {
  title: "Clients of every kind",
  rows: [
    {
      what: "it was frozen before it was wrapped",
      ...running((stage) => stage.prepare(Object.freeze(build(stage)))),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "it was frozen after it was wrapped",
      ...running(({ replicate }) => Object.freeze(replicate)),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "its namespaces are frozen",
      ...running((stage) => {
        const client = build(stage);
        Object.freeze(client.predictions);
        return stage.prepare(client);
      }),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "it is of a subclass with private fields",
      ...running((stage) => stage.prepare(build(stage, Sub))),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "it is behind a proxy",
      ...running((stage) => stage.prepare(new Proxy(build(stage), {}))),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "it is behind a proxy that lets nothing be changed",
      ...running((stage) =>
        stage.prepare(
          new Proxy(build(stage), { set: refuse, defineProperty: refuse, deleteProperty: refuse }),
        ),
      ),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "it inherits from a client",
      ...running(({ replicate }) => Object.create(replicate) as Replicate),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "it is of a second copy of the client's package",
      onlyByClient: true,
      ...running((stage) => stage.prepare(build(stage, secondCopy()))),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "its predictions were replaced by the app after wrapping",
      ...running(({ replicate }) => {
        replicate.predictions = { ...replicate.predictions };
        return replicate;
      }),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "its `request` is the app's own",
      ...running(({ replicate }) => {
        replicate.request = async () =>
          Response.json({ id: "own", status: "succeeded", output: "own" });
        return replicate;
      }),
      caller: 'returns "own"',
      spans: [{ status: "succeeded", output: "own" }],
    },
    {
      what: "its `fetch` throws at once",
      ...fetching(() => refuse()),
      caller: "throws Error: not allowed",
      spans: [{ error: "not allowed", attempts: 6 }],
    },
    {
      what: "its `fetch` rejects with a text",
      ...fetching(() => Promise.reject("no" as unknown as Error)),
      caller: 'throws "no"',
      spans: [{ error: "no", attempts: 6 }],
    },
    {
      what: "its `fetch` rejects with undefined",
      ...fetching(() => Promise.reject(undefined as unknown as Error)),
      caller: 'throws "<undefined>"',
      spans: [{ error: "undefined", attempts: 6 }],
    },
    {
      what: "its `fetch` rejects with a frozen error",
      ...fetching(() => Promise.reject(Object.freeze(new Error("frozen")))),
      caller: "throws Error: frozen",
      spans: [{ error: "frozen", attempts: 6 }],
    },
    {
      what: "its `fetch` rejects with an error whose message throws",
      ...fetching(() =>
        Promise.reject(Object.defineProperty(new Error(""), "name", { value: "Trap" })),
      ),
      caller: "throws Trap: ",
      spans: [{ error: "Trap", attempts: 6 }],
    },
    {
      what: "its `fetch` resolves with nothing",
      ...fetching(() => Promise.resolve()),
      caller: "throws TypeError: Cannot read properties of undefined (reading 'ok')",
      spans: [{ error: "Cannot read properties of undefined (reading 'ok')", attempts: 6 }],
    },
    {
      what: "its `fetch` is no function",
      ...fetching("fetch" as never),
      caller: "throws TypeError: _fetch is not a function",
      spans: [{ error: "_fetch is not a function" }],
    },
    {
      what: "its `fetch` answers with a promise-like, not a promise",
      ...running((stage) => {
        stage.replicate.fetch = ((...args: Parameters<typeof fetch>) => ({
          then: (resolve: (response: unknown) => void) => void stage.fetch(...args).then(resolve),
        })) as never;
        return stage.replicate;
      }),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "it is unwrapped while it runs: its further requests are not seen",
      onlyByClient: true,
      where: "the client",
      call: "run",
      does: ({ replicate, atRequest }) => {
        atRequest(2, () => void unwrapReplicate(replicate));
        return replicate.run("acme/text", { input: {}, wait: { mode: "poll", interval: 1 } });
      },
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "starting" }],
    },
    {
      what: "it is wrapped while it runs",
      where: "the client",
      call: "run",
      does: (stage) => {
        const client = build(stage);
        stage.atRequest(2, () => void stage.prepare(client));
        return client.run("acme/text", { input: {}, wait: { mode: "poll", interval: 1 } });
      },
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", output: "Two words" }],
    },
    {
      what: "it is wrapped five times",
      wrap: (client, options) => {
        for (let times = 0; times < 5; times += 1) wrapReplicate(client, options);
        return client;
      },
      ...running(({ replicate }) => replicate),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "its class is wrapped as well",
      wrap: (client, options) => {
        wrapReplicate(Replicate, options);
        return wrapReplicate(client, options);
      },
      ...running(({ replicate }) => replicate),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "the app's `onSpan` throws",
      options: { onSpan: refuse },
      ...running(({ replicate }) => replicate),
      caller: 'returns "done"',
      spans: [{ status: "succeeded", output: "done" }],
      reports: "braintrust-replicate: the option `onSpan` threw: Error: not allowed",
    },
    {
      what: "the app's `redact` throws",
      options: { redact: refuse },
      ...running(({ replicate }) => replicate),
      caller: 'returns "done"',
      spans: [{ status: "[REDACTED]", output: "[REDACTED]" }],
      reports: "braintrust-replicate: the option `redact` threw (Error), so the value was left out",
    },
    {
      what: "the app's `onError` throws as well",
      options: { redact: refuse, onError: refuse },
      ...running(({ replicate }) => replicate),
      caller: 'returns "done"',
      spans: [{ status: "[REDACTED]", output: "[REDACTED]" }],
    },
  ],
};
