import type { Comparison } from "./bare-and-traced.ts";
import { progressOf } from "./callbacks.ts";
import { VERSION } from "./models.ts";
import { drain } from "./streams.ts";

/** What apps do with the client, in a few small programs. */
export const PROGRAMS: Readonly<Record<string, Comparison>> = {
  "runs a model": (stage) => stage.replicate.run("acme/text", { input: {} }, progressOf(stage)),
  "polls a model": (stage) => {
    const wait = { mode: "poll", interval: 1 } as const;
    return stage.replicate.run("acme/text", { input: {}, wait }, progressOf(stage));
  },
  "makes files": ({ replicate }) => replicate.run(`acme/image:${VERSION}`, { input: {} }),
  "sends a file": ({ replicate }) =>
    replicate.run("acme/nothing", { input: { file: new File(["hello"], "hello.txt") } }),
  "runs a model that fails": ({ replicate }) => replicate.run("acme/broken", { input: {} }),
  streams: (stage) => drain(stage, stage.replicate.stream("acme/text", { input: {} })),
  "leaves a stream": async ({ replicate, note }) => {
    for await (const event of replicate.stream("acme/text", { input: {} })) {
      note("event", event);
      break;
    }
  },
  "creates, waits and cancels": {
    spans: 2,
    does: async ({ replicate, note }) => {
      const first = await replicate.predictions.create({ model: "acme/text", input: {} });
      note("waited", await replicate.wait(first, { interval: 1 }));
      const second = await replicate.predictions.create({ model: "acme/endless", input: {} });
      note("canceled", await replicate.predictions.cancel(second.id));
    },
  },
  "runs a deployment and a training": {
    spans: 2,
    does: async ({ replicate, note }) => {
      note("run", await replicate.deployments.predictions.create("acme", "fast", { input: {} }));
      const training = await replicate.trainings.create("acme", "text", "b".repeat(64), {
        destination: "acme/tuned",
        input: {},
      });
      note("training", await replicate.trainings.get(training.id));
    },
  },
  "is refused": ({ replicate }) => replicate.run("nonsense" as never, { input: {} }),
  "meets a connection that is cut six times": ({ replicate, emulator }) => {
    emulator.fault({ kind: "reset-before-response", times: 6 });
    return replicate.run("acme/text", { input: {} });
  },
};
