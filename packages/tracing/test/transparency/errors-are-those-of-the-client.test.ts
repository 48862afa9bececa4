import { describe } from "vitest";
import { tellsTheSameStory, type Comparison } from "./support/bare-and-traced.ts";
import { drain } from "./support/streams.ts";
import type { Stage } from "./support/stage.ts";
import type { Scenario } from "./support/story.ts";

const POLL = { mode: "poll", interval: 1 } as const;

/** The calls that meet trouble, each the same number of spans with it as without. */
const CALLS: Readonly<Record<string, Scenario>> = {
  run: ({ replicate }) => replicate.run("acme/text", { input: { a: 1 } }),
  "run, polling": ({ replicate }) => replicate.run("acme/text", { input: {}, wait: POLL }),
  stream: (stage) => drain(stage, stage.replicate.stream("acme/text", { input: {} })),
  "predictions.create": ({ replicate }) =>
    replicate.predictions.create({ model: "acme/text", input: {} }),
  "deployments.predictions.create": ({ replicate }) =>
    replicate.deployments.predictions.create("acme", "fast", { input: {} }),
  "trainings.create": ({ replicate }) =>
    replicate.trainings.create("acme", "text", "b".repeat(64), {
      destination: "acme/tuned",
      input: {},
    }),
};

const TROUBLE: Readonly<Record<string, (stage: Stage) => void>> = {
  ...Object.fromEntries(
    [400, 401, 402, 404, 422, 500, 503].map((status) => [
      `answered ${status}`,
      ({ emulator }: Stage) => void emulator.fault({ kind: "status", status, times: Infinity }),
    ]),
  ),
  "answered 429 once": ({ emulator }) => void emulator.fault({ kind: "status", status: 429 }),
  "answered 429 always": ({ emulator }) =>
    void emulator.fault({ kind: "status", status: 429, times: Infinity }),
  "cut off once, the work done": ({ emulator }) =>
    void emulator.fault({ kind: "reset-before-response", handled: true }),
  "cut off six times": ({ emulator }) =>
    void emulator.fault({ kind: "reset-before-response", times: 6 }),
  "cut off in the body": ({ emulator }) =>
    void emulator.fault({ kind: "reset-mid-body", afterBytes: 10 }),
  "answered half a JSON text": ({ emulator }) => void emulator.fault({ kind: "malformed-json" }),
  "answered without an id": ({ emulator }) =>
    void emulator.fault({ kind: "status", status: 201, body: { status: "starting" } }),
  "answered a list": ({ emulator }) =>
    void emulator.fault({ kind: "status", status: 200, body: [1] }),
  "answered null": ({ emulator }) =>
    void emulator.fault({ kind: "status", status: 200, body: null }),
};

describe.each(Object.entries(TROUBLE))("%s", (_, meet) => {
  const table = Object.entries(CALLS).map(([name, call]): [string, Comparison] => [
    name,
    (stage) => {
      meet(stage);
      return call(stage);
    },
  ]);
  tellsTheSameStory("the error or result is the same of", Object.fromEntries(table));
});

tellsTheSameStory("an execution that ends badly", {
  "fails a blocking run": ({ replicate }) => replicate.run("acme/broken", { input: {} }),
  "fails a polling run": ({ replicate }) =>
    replicate.run("acme/breaks-later", { input: {}, wait: POLL }),
  "fails a wait": async ({ replicate }) =>
    replicate.wait(await replicate.predictions.create({ model: "acme/breaks-later", input: {} }), {
      interval: 1,
    }),
  "is returned by create": ({ replicate }) =>
    replicate.predictions.create({ model: "acme/broken", input: {}, wait: true }),
  "fails a poll in the middle": ({ replicate, emulator }) => {
    emulator.fault({ kind: "status", status: 404, method: "GET", nth: 2 });
    return replicate.run("acme/text", { input: {}, wait: POLL });
  },
  "survives polls that fail for a while": ({ replicate, emulator }) => {
    emulator.fault({ kind: "status", status: 502, method: "GET", times: 3 });
    return replicate.run("acme/text", { input: {}, wait: POLL });
  },
});

tellsTheSameStory("what the client refuses by itself is refused without a request:", {
  ...Object.fromEntries(
    ["", "acme", "acme/", "/text", "acme/text/more", "acme/text:"].flatMap(
      (reference): Array<[string, Comparison]> => [
        [
          `run of ${JSON.stringify(reference)}`,
          ({ replicate }) => replicate.run(reference as never, { input: {} }),
        ],
        [
          `stream of ${JSON.stringify(reference)}`,
          (stage) => drain(stage, stage.replicate.stream(reference as never, { input: {} })),
        ],
      ],
    ),
  ),
  "run without a reference": ({ replicate }) => replicate.run(undefined as never, { input: {} }),
  "run of a number": ({ replicate }) => replicate.run(7 as never, { input: {} }),
  "run with wait null": ({ replicate }) =>
    replicate.run("acme/text", { input: {}, wait: null as never }),
  "run with a webhook that is no URL": ({ replicate }) =>
    replicate.run("acme/text", { input: {}, webhook: "nowhere" }),
  "stream with a webhook that is no URL": (stage) =>
    drain(stage, stage.replicate.stream("acme/text", { input: {}, webhook: "nowhere" })),
  "create with a webhook that is no URL": ({ replicate }) =>
    replicate.predictions.create({ model: "acme/text", input: {}, webhook: "nowhere" }),
  "a deployment with a webhook that is no URL": ({ replicate }) =>
    replicate.deployments.predictions.create("acme", "fast", { input: {}, webhook: "nowhere" }),
  "a training with a webhook that is no URL": ({ replicate }) =>
    replicate.trainings.create("acme", "text", "v", {
      destination: "acme/tuned",
      input: {},
      webhook: "nowhere",
    }),
  "create with neither model nor version": ({ replicate }) =>
    replicate.predictions.create({ input: {} } as never),
});

tellsTheSameStory("what the client refuses by itself is no execution:", {
  "wait without an id": { spans: 0, does: ({ replicate }) => replicate.wait({} as never, {}) },
  "wait for nothing": {
    spans: 0,
    does: ({ replicate }) => replicate.wait(undefined as never, {}),
  },
});
