import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import type { Stage } from "./support/stage.ts";
import type { Scenario } from "./support/story.ts";
import { drain } from "./support/streams.ts";

type Input = object;

class Cycle {
  readonly self = this;
}

/** The ways in which an input reaches the API. */
const WAYS_IN: Readonly<Record<string, (stage: Stage, input: Input) => unknown>> = {
  run: ({ replicate }, input) => replicate.run("acme/echo", { input }),
  stream: (stage, input) => drain(stage, stage.replicate.stream("acme/text", { input })),
  "predictions.create": ({ replicate }, input) =>
    replicate.predictions.create({ model: "acme/echo", input }),
  "deployments.predictions.create": ({ replicate }, input) =>
    replicate.deployments.predictions.create("acme", "fast", { input }),
  "trainings.create": ({ replicate }, input) =>
    replicate.trainings.create("acme", "text", "b".repeat(64), {
      destination: "acme/tuned",
      input,
    }),
};

/** Inputs that show who reads them, and inputs that defend themselves. */
const INPUTS: Readonly<Record<string, (stage: Stage) => unknown>> = {
  "with a getter": ({ note }) => ({
    get prompt() {
      note("read");
      return "hi";
    },
  }),
  "with a getter of its own `this`": () => ({
    words: ["a", "b"],
    get prompt(): string {
      return (this as { words: string[] }).words.join(" ");
    },
  }),
  "with a getter that throws": () => ({
    get prompt(): string {
      throw new RangeError("mine");
    },
  }),
  "with a getter below": ({ note }) => ({
    a: [
      {
        get b() {
          note("read");
          return 1;
        },
      },
    ],
  }),
  "with a big integer": () => ({ seed: 10n }),
  // The client walks plain objects without end when they hold themselves, bare as well.
  "with a cycle": () => ({ node: new Cycle() }),
  "with a toJSON": ({ note }) => ({
    when: new Date(0),
    what: {
      a: 1,
      toJSON(key: string) {
        note("toJSON", key);
        return { b: 2 };
      },
    },
  }),
  "with a toJSON that throws": () => ({
    what: {
      toJSON() {
        throw new RangeError("mine");
      },
    },
  }),
  "with a toString": ({ note }) => ({
    what: {
      toString() {
        note("toString");
        return "[object Object]";
      },
    },
  }),
  "of a class": () =>
    new (class Prompt {
      prompt = "hi";
      readonly #hidden = 1;
      get hidden(): number {
        return this.#hidden;
      }
    })(),
  "behind a proxy": ({ note }) =>
    new Proxy(
      { prompt: "hi", seed: 1 },
      {
        get(target, key, receiver): unknown {
          if (typeof key === "string") note("get", key);
          return Reflect.get(target, key, receiver);
        },
      },
    ),
  "behind a proxy with other values": () =>
    new Proxy({ prompt: "hi" }, { get: (_, key) => (key === "prompt" ? "ho" : undefined) }),
  "behind a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "that is frozen": () => Object.freeze({ a: Object.freeze([1]) }),
  "without a prototype": () => Object.assign(Object.create(null) as Input, { a: 1 }),
  "with symbols, functions and holes": () => ({
    [Symbol("a")]: 1,
    f: () => 1,
    u: undefined,
    list: Object.assign([], { 1: 1, 3: undefined }),
    n: NaN,
    z: -0,
  }),
  "with odd keys": () =>
    JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":2,"hasOwnProperty":3,"":4}'),
  "with objects of other kinds": () => ({
    url: new URL("https://example.com/a b"),
    map: new Map([[1, 2]]),
    set: new Set([1]),
    pattern: /a/g,
    bytes: new Uint8Array([1, 2]),
    buffer: new ArrayBuffer(2),
    error: new Error("e"),
    boxed: Object("text") as object,
  }),
  "that is deep": () => {
    let input: unknown = "bottom";
    for (let depth = 0; depth < 500; depth++) input = { input };
    return input;
  },
  "that is a list": () => [1, 2],
  "that is a text": () => "text",
  "that is null": () => null,
  "that is absent": () => undefined,
};

for (const [way, send] of Object.entries(WAYS_IN)) {
  const table = Object.entries(INPUTS).map(([name, make]): [string, Scenario] => [
    name,
    (stage) => send(stage, make(stage) as Input),
  ]);
  tellsTheSameStory(`${way} reads an input`, Object.fromEntries(table));
}
