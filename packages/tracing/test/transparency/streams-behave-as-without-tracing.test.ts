import { Readable } from "node:stream";
import Replicate from "replicate";
import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import { throwing } from "./support/callbacks.ts";
import { VERSION } from "./support/models.ts";
import { drain, errorOf } from "./support/streams.ts";

const TEXT = "acme/text";

/** What every generator of the client inherits from, taken before anything is traced. */
const generatorPrototype: unknown = Object.getPrototypeOf(
  new Replicate({ auth: "r8_test" }).stream(TEXT, { input: {} }),
);

tellsTheSameStory("a stream", {
  "yields each event of a text": (stage) =>
    drain(stage, stage.replicate.stream(TEXT, { input: { prompt: "hi" } })),
  "yields events of the client's own class, each once": async ({ replicate, note }) => {
    const seen = new Set<unknown>();
    for await (const event of replicate.stream(TEXT, { input: {} })) seen.add(event);
    note("distinct events", seen.size);
  },
  "yields files": (stage) =>
    drain(stage, stage.replicate.stream(`acme/image:${VERSION}`, { input: {} })),
  "yields URLs when files are not wanted": (stage) =>
    drain(
      stage,
      stage.replicate.stream(`acme/image:${VERSION}`, { input: {}, useFileOutput: false }),
    ),
  "ends with done of a failed execution": (stage) =>
    drain(stage, stage.replicate.stream("acme/broken", { input: {} })),
  "throws in the middle when the model fails": (stage) =>
    drain(stage, stage.replicate.stream("acme/breaks-later", { input: {} })),
  "throws for a model without streaming": (stage) =>
    drain(stage, stage.replicate.stream("acme/json", { input: {} })),
  "throws for an unknown model": (stage) =>
    drain(stage, stage.replicate.stream("acme/unknown", { input: {} })),
  "throws an error event in the middle": (stage) => {
    stage.emulator.fault({ kind: "sse-error-event", afterOutputs: 1, path: "/v1/streams/*" });
    return drain(stage, stage.replicate.stream(TEXT, { input: {} }));
  },
  "ends without done": (stage) => {
    stage.emulator.fault({ kind: "sse-without-done", path: "/v1/streams/*" });
    return drain(stage, stage.replicate.stream(TEXT, { input: {} }));
  },
  "ends without anything": (stage) => {
    stage.emulator.fault({ kind: "sse-without-done", afterOutputs: 0, path: "/v1/streams/*" });
    return drain(stage, stage.replicate.stream(TEXT, { input: {} }));
  },
  "skips lines that are no events": (stage) => {
    stage.emulator.fault({ kind: "malformed-sse", path: "/v1/streams/*" });
    return drain(stage, stage.replicate.stream(TEXT, { input: {} }));
  },
  "comes byte by byte": (stage) => {
    stage.emulator.fault({ kind: "slow-drip", bytes: 7, everyMs: 1, path: "/v1/streams/*" });
    return drain(stage, stage.replicate.stream(TEXT, { input: {} }));
  },
  "throws when the connection is cut": (stage) => {
    stage.emulator.fault({ kind: "reset-mid-body", afterBytes: 60, path: "/v1/streams/*" });
    return drain(stage, stage.replicate.stream(TEXT, { input: {} }));
  },
  "throws when it is refused": (stage) => {
    stage.emulator.fault({ kind: "status", status: 500, path: "/v1/streams/*" });
    return drain(stage, stage.replicate.stream(TEXT, { input: {} }));
  },
});

tellsTheSameStory("the consumer of a stream", {
  "may break": async ({ replicate, note }) => {
    for await (const event of replicate.stream(TEXT, { input: {} })) {
      note("event", event);
      break;
    }
  },
  "may throw its own error": ({ replicate, note }) =>
    throwing(note, async (error) => {
      for await (const event of replicate.stream(TEXT, { input: {} })) {
        note("event", event);
        throw error;
      }
    }),
  "may take one event and leave": async ({ replicate }) =>
    replicate.stream(TEXT, { input: {} }).next(),
  "may return the generator early": async ({ replicate }) => {
    const stream = replicate.stream(TEXT, { input: {} });
    return [await stream.next(), await stream.return("kept" as never), await stream.next()];
  },
  "may throw into the generator": ({ replicate, note }) =>
    throwing(note, async (error) => {
      const stream = replicate.stream(TEXT, { input: {} });
      note("first", await stream.next());
      note("thrown", await errorOf(() => stream.throw(error)));
      note("after", await stream.next());
      throw error;
    }),
  "may ask for several events at once": async ({ replicate }) => {
    const stream = replicate.stream(TEXT, { input: {} });
    const steps = [stream.next(), stream.next(), stream.next(), stream.next(), stream.next()];
    return Promise.all(steps);
  },
  "may ask after the end": async ({ replicate }) => {
    const stream = replicate.stream(TEXT, { input: {} });
    while ((await stream.next()).done !== true);
    return [await stream.next(), await stream.next()];
  },
  "may delegate to it": (stage) => {
    async function* all(): AsyncGenerator<unknown> {
      yield* stage.replicate.stream(TEXT, { input: {} });
      yield* [1, 2];
    }
    return drain(stage, all());
  },
  "may make a Node stream of it": (stage) =>
    drain(stage, Readable.from(stage.replicate.stream(TEXT, { input: {} }))),
  "may abort in the middle": async (stage) => {
    const controller = new AbortController();
    const { signal } = controller;
    for await (const event of stage.replicate.stream("acme/breaks-later", { input: {}, signal })) {
      stage.note("event", event);
      controller.abort(new Error("enough"));
    }
  },
  "may abort before": (stage) =>
    drain(stage, stage.replicate.stream(TEXT, { input: {}, signal: AbortSignal.abort() })),
  "may abort while it waits": (stage) => {
    const controller = new AbortController();
    stage.emulator.fault({ kind: "hang", path: "/v1/streams/*" });
    stage.atRequest(2, () => void setImmediate(() => controller.abort()));
    return drain(stage, stage.replicate.stream(TEXT, { input: {}, signal: controller.signal }));
  },
  "may abort after the end": async (stage) => {
    const controller = new AbortController();
    const { signal } = controller;
    await drain(stage, stage.replicate.stream(TEXT, { input: {}, signal }));
    controller.abort();
  },
});

tellsTheSameStory("the generator", {
  "is the client's: keys, tag, prototype and iterator": async ({ replicate, note }) => {
    const stream = replicate.stream(TEXT, { input: {} });
    note("keys", Object.keys(stream), JSON.stringify(stream), { ...stream });
    note("tag", Object.prototype.toString.call(stream));
    const { next, return: leave, throw: raise } = stream as unknown as Record<string, unknown>;
    note("methods", next, leave, raise);
    note("the client's own", Object.getPrototypeOf(stream) === generatorPrototype);
    note("iterates itself", stream[Symbol.asyncIterator]() === stream);
    await stream.next();
  },
  "reads its options at the first step, changes included": (stage) => {
    const options: Record<string, unknown> = { input: { a: 1 }, webhook: "https://example.com/a" };
    const stream = stage.replicate.stream(TEXT, options as never);
    options["input"] = { a: 2 };
    options["webhook_events_filter"] = ["completed"];
    delete options["webhook"];
    return drain(stage, stream);
  },
  "reads an input that changes before the first step": (stage) => {
    const input = { a: 1 };
    const stream = stage.replicate.stream(TEXT, { input });
    input.a = 2;
    return drain(stage, stream);
  },
});

tellsTheSameStory("a generator that is never asked", {
  "does nothing": { spans: 0, does: ({ replicate }) => void replicate.stream(TEXT, { input: {} }) },
  "does nothing when it is returned": {
    spans: 0,
    does: async ({ replicate }) => {
      const stream = replicate.stream(TEXT, { input: {} });
      return [await stream.return("kept" as never), await stream.next()];
    },
  },
  "does nothing when it is thrown into": {
    spans: 0,
    does: async ({ replicate, note }) => {
      const stream = replicate.stream(TEXT, { input: {} });
      note("thrown", await errorOf(() => stream.throw(new Error("mine"))));
      return stream.next();
    },
  },
  "does not even look at its arguments": {
    spans: 0,
    does: ({ replicate }) => {
      void replicate.stream("nonsense" as never, null as never);
    },
  },
});
