import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import { VERSION } from "./support/models.ts";
import { progressOf, throwing } from "./support/callbacks.ts";

const POLL = { mode: "poll", interval: 1 } as const;

tellsTheSameStory("run returns", {
  "what a blocking request answered": ({ replicate }) =>
    replicate.run("acme/text", { input: { prompt: "hi" } }),

  "the output of a model run by its version": ({ replicate }) =>
    replicate.run(`acme/image:${VERSION}`, { input: {} }),

  "what blocking answered as succeeded": ({ replicate }) =>
    replicate.run("acme/quick", { input: {} }),

  objects: ({ replicate }) => replicate.run("acme/json", { input: { a: 1 } }),

  null: ({ replicate }) => replicate.run("acme/nothing", { input: {} }),

  "the output that polling found": ({ replicate }) =>
    replicate.run("acme/text", { input: {}, wait: POLL }),

  "the output of a blocking request that ran into its time": ({ replicate, emulator }) => {
    emulator.addModel({
      name: "acme/slow",
      official: true,
      script: { queueMs: 1005, endMs: 5, output: "at last" },
    });
    return replicate.run("acme/slow", { input: {}, wait: { mode: "block", timeout: 0.2 } });
  },

  "the output of a run that does not wait at first": ({ replicate }) =>
    replicate.run("acme/quick", { input: {}, wait: { mode: "block", timeout: 0 } }),

  "what is known of a canceled prediction": ({ replicate }) =>
    replicate.run("acme/canceled", { input: {}, wait: POLL }),

  "what is known of an aborted prediction": ({ replicate }) =>
    replicate.run("acme/aborting", { input: {} }),

  "10 MB of text": ({ replicate }) => replicate.run("acme/large", { input: {} }),

  "undefined when the answer is no prediction": ({ replicate, emulator }) => {
    emulator.fault({ kind: "status", status: 200, body: { odd: true } });
    return replicate.run("acme/text", { input: {} });
  },

  "what several runs at once answered, each its own": {
    spans: 3,
    does: ({ replicate }) => {
      const names = ["one", "two", "three"];
      return Promise.all(names.map((name) => replicate.run("acme/echo", { input: { name } })));
    },
  },
});

tellsTheSameStory("run passes on", {
  "a webhook and its filter": ({ replicate }) =>
    replicate.run("acme/text", {
      input: {},
      webhook: "https://example.com/hook",
      webhook_events_filter: ["completed"],
    }),

  "fields that the API does not know": ({ replicate }) =>
    replicate.run("acme/text", { input: {}, surprise: 1 } as never),

  "ways of waiting of earlier clients": {
    spans: 3,
    does: async ({ replicate }) => [
      await replicate.run("acme/quick", { input: {}, wait: true as never }),
      await replicate.run("acme/quick", { input: {}, wait: 5 as never }),
      await replicate.run("acme/quick", { input: {}, wait: { interval: 1 } as never }),
    ],
  },
});

tellsTheSameStory("progress", {
  "is called twice by a blocking run": (stage) =>
    stage.replicate.run("acme/text", { input: {} }, progressOf(stage)),

  "is called for each poll": (stage) =>
    stage.replicate.run("acme/text", { input: {}, wait: POLL }, progressOf(stage)),

  "is shown the same object twice when nothing was polled": async ({ replicate, note }) => {
    const shown: unknown[] = [];
    await replicate.run("acme/text", { input: {} }, (prediction) => shown.push(prediction));
    note("same object", shown[0] === shown[1], shown.length);
  },

  "may change what it is shown": ({ replicate }) =>
    replicate.run("acme/text", { input: {} }, (prediction) => {
      prediction.output = "mine";
    }),

  "throws through a blocking run": ({ replicate, note }) =>
    throwing(note, (error) =>
      replicate.run("acme/text", { input: {} }, () => {
        throw error;
      }),
    ),

  "throws through a polling run": ({ replicate, note }) =>
    throwing(note, (error) =>
      replicate.run("acme/text", { input: {}, wait: POLL }, ({ status }) => {
        if (status === "succeeded") throw error;
      }),
    ),

  "has no `this` and one argument": ({ replicate, note }) =>
    replicate.run("acme/text", { input: {} }, function (this: unknown, ...args: unknown[]) {
      note("called", this, args.length);
    }),

  "may be async, and is not waited for": ({ replicate, note }) =>
    replicate.run("acme/text", { input: {} }, (async () => {
      note("begins");
      await Promise.resolve();
      note("goes on");
    }) as () => void),

  "may be no function": ({ replicate }) =>
    replicate.run("acme/text", { input: {} }, "progress" as never),
});

tellsTheSameStory("a signal", {
  "that is never used changes nothing": ({ replicate }) =>
    replicate.run("acme/text", { input: {}, signal: new AbortController().signal }),

  "that was aborted before still creates, then cancels": ({ replicate }) =>
    replicate.run("acme/text", { input: {}, signal: AbortSignal.abort() }),

  "that is aborted during a blocking request cancels": ({ replicate, atRequest }) => {
    const controller = new AbortController();
    atRequest(1, () => controller.abort());
    return replicate.run("acme/text", { input: {}, signal: controller.signal });
  },

  "that is aborted between polls cancels": ({ replicate, atRequest }) => {
    const { signal, abort } = aborter();
    atRequest(3, abort);
    return replicate.run("acme/endless", { input: {}, signal, wait: POLL });
  },

  "that is aborted by progress cancels": (stage) => {
    const { signal, abort } = aborter();
    return stage.replicate.run("acme/endless", { input: {}, signal, wait: POLL }, (prediction) => {
      progressOf(stage)(prediction);
      abort();
    });
  },

  "that is aborted afterwards changes nothing": async ({ replicate, note }) => {
    const { signal, abort } = aborter();
    const output = await replicate.run("acme/text", { input: {}, signal });
    abort();
    note("output", output);
  },

  "that is no signal is passed on": ({ replicate }) =>
    replicate.run("acme/text", { input: {}, signal: { aborted: false } as never }),
});

function aborter(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("enough")) };
}
