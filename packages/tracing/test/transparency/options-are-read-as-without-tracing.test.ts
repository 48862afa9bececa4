import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import type { Stage } from "./support/stage.ts";
import type { Scenario } from "./support/story.ts";
import { drain } from "./support/streams.ts";

const CALLS: Readonly<Record<string, (stage: Stage, options: unknown) => unknown>> = {
  run: ({ replicate }, options) => replicate.run("acme/echo", options as never),
  stream: (stage, options) => drain(stage, stage.replicate.stream("acme/text", options as never)),
  "predictions.create": ({ replicate }, options) =>
    replicate.predictions.create(
      typeof options === "object" && options !== null
        ? (withModel(options) as never)
        : (options as never),
    ),
  "deployments.predictions.create": ({ replicate }, options) =>
    replicate.deployments.predictions.create("acme", "fast", options as never),
  "trainings.create": ({ replicate }, options) =>
    replicate.trainings.create("acme", "text", "b".repeat(64), options as never),
};

const INPUT = { prompt: "hi" };
const HOOK = "https://example.com/hook";

/** Options that show who reads them, and as whom. */
const OPTIONS: Readonly<Record<string, (stage: Stage) => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  "a text": () => "text",
  "a number": () => 7,
  "a list": () => [1],
  "an empty object": () => ({}),
  "a function": () => Object.assign(() => 1, { input: INPUT }),
  frozen: () => Object.freeze({ input: INPUT, webhook: HOOK }),
  sealed: () => Object.seal({ input: INPUT }),
  "without a prototype": () => Object.assign(Object.create(null) as object, { input: INPUT }),
  inherited: () => Object.create({ input: INPUT, signal: null }) as object,
  "with hidden keys and symbols": () =>
    Object.defineProperty({ input: INPUT, [Symbol("mine")]: 1 }, "webhook", {
      value: HOOK,
      enumerable: false,
    }),
  "with accessors": ({ note }) => ({
    get input() {
      note("read input");
      return INPUT;
    },
    get webhook() {
      note("read webhook");
      return HOOK;
    },
  }),
  "with an accessor that throws": () => ({
    get input(): object {
      throw new RangeError("mine");
    },
  }),
  "with accessors that know whom they belong to": ({ note }) => {
    const options = {
      get input() {
        note("its own `this`", this === options);
        return INPUT;
      },
    };
    return options;
  },
  "of a class with private fields": ({ note }) => new PrivateOptions(note),
  "behind a proxy that knows no symbols": () =>
    new Proxy(
      { input: INPUT },
      {
        get(target, key, receiver): unknown {
          if (typeof key === "symbol") throw new TypeError("there are no symbols here");
          return Reflect.get(target, key, receiver);
        },
      },
    ),
  "behind a proxy with other values": ({ note }) =>
    new Proxy(
      { input: INPUT, webhook: "https://example.com/other" },
      {
        get(target, key, receiver): unknown {
          if (typeof key === "string") note("get", key);
          return key === "webhook" ? HOOK : Reflect.get(target, key, receiver);
        },
      },
    ),
};

class PrivateOptions {
  readonly input = INPUT;
  readonly #note: Stage["note"];
  readonly #wait = { mode: "block" };
  readonly #webhook = HOOK;

  constructor(note: Stage["note"]) {
    this.#note = note;
    Object.defineProperty(this, "webhook", { get: () => this.#webhook, enumerable: true });
  }

  get wait(): unknown {
    this.#note("read wait");
    return this.#wait;
  }

  get signal(): unknown {
    this.#note("read signal");
    return undefined;
  }
}

for (const [name, call] of Object.entries(CALLS)) {
  const table = Object.entries(OPTIONS).map(([kind, make]): [string, Scenario] => [
    kind,
    (stage) => {
      const options = make(stage);
      const before = describeKeys(options);
      const result = call(stage, options);
      stage.note("keys changed", describeKeys(options) !== before);
      return result;
    },
  ]);
  tellsTheSameStory(`${name} reads options: `, Object.fromEntries(table));
}

function describeKeys(options: unknown): string {
  if (typeof options !== "object" || options === null) return "";
  return Reflect.ownKeys(options).map(String).join();
}

/** `predictions.create` takes the model among its options. */
function withModel(options: object): object {
  if (!Object.isExtensible(options)) return options;
  return Object.defineProperty(options, "model", { value: "acme/echo", enumerable: true });
}
