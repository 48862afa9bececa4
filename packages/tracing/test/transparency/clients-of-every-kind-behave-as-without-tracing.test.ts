import Replicate from "replicate";
import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import type { Stage } from "./support/stage.ts";
import type { Play } from "./support/story.ts";
import { drain } from "./support/streams.ts";

/** A little of everything, three executions in all. */
async function useAll(stage: Stage, client: Replicate): Promise<void> {
  stage.note("run", await client.run("acme/text", { input: { a: 1 } }));
  await drain(stage, client.stream("acme/text", { input: {} }));
  const { id } = await client.predictions.create({ model: "acme/text", input: {} });
  stage.note("got", await client.predictions.get(id));
}

/** How the client looks from outside. */
function noteLooks({ note }: Stage, client: Replicate): void {
  note("keys", Object.keys(client), Object.keys(client.predictions), client instanceof Replicate);
  note("own", Reflect.ownKeys(client).map(String), JSON.stringify(client));
  note("client", client);
}

function plays(make: (stage: Stage) => Replicate): Play & { spans: number } {
  return {
    spans: 3,
    async does(stage) {
      const client = make(stage);
      noteLooks(stage, client);
      await useAll(stage, client);
    },
  };
}

function options({ fetch }: Stage): { auth: string; fetch: typeof globalThis.fetch } {
  return { auth: "r8_test", fetch };
}

/** A subclass as apps write it: private fields, accessors, overridden methods. */
class Company extends Replicate {
  readonly #stage: Stage;
  #calls = 0;

  constructor(stage: Stage) {
    super(options(stage));
    this.#stage = stage;
  }

  get calls(): number {
    return this.#calls;
  }

  override async run(...args: Parameters<Replicate["run"]>): Promise<object> {
    this.#calls += 1;
    this.#stage.note("override of run", this.calls, Object.keys(args[1] ?? {}));
    return super.run(...args);
  }

  override async request(...args: Parameters<Replicate["request"]>): Promise<Response> {
    this.#calls += 1;
    this.#stage.note("override of request", this.calls);
    return super.request(...args);
  }
}

class PrivateFetch extends Replicate {
  readonly #fetch: typeof globalThis.fetch;

  constructor(stage: Stage) {
    super(options(stage));
    this.#fetch = stage.fetch;
    Object.defineProperty(this, "fetch", {
      get: () => {
        stage.note("read fetch");
        return this.#fetch;
      },
    });
  }
}

class WithoutTrainings extends Replicate {}
Object.defineProperty(WithoutTrainings.prototype, "trainings", {
  get() {
    throw new Error("there are no trainings here");
  },
  set() {},
});

tellsTheSameStory("a client", {
  "as it comes": plays(({ replicate }) => replicate),
  "that is frozen after wrapping": plays(({ replicate }) => Object.freeze(replicate)),
  "that is frozen before wrapping": plays((stage) =>
    stage.prepare(Object.freeze(new Replicate(options(stage)))),
  ),
  "whose namespaces are frozen": plays((stage) => {
    const client = new Replicate(options(stage));
    Object.freeze(client.predictions);
    return stage.prepare(Object.freeze(client));
  }),
  "of a subclass with private fields": plays((stage) => stage.prepare(new Company(stage))),
  "with a getter for fetch": plays((stage) => stage.prepare(new PrivateFetch(stage))),
  "with a getter that throws": plays((stage) =>
    stage.prepare(new WithoutTrainings(options(stage))),
  ),
  "with another fetch, given later": plays((stage) => {
    const client = stage.prepare(new Replicate({ auth: "r8_test" }));
    client.fetch = stage.fetch;
    return client;
  }),
  "behind a proxy that is wrapped": plays((stage) =>
    stage.prepare(new Proxy(new Replicate(options(stage)), {})),
  ),
  "whose methods are bound": plays(({ replicate }) => {
    replicate.run = replicate.run.bind(replicate);
    replicate.request = replicate.request.bind(replicate);
    return replicate;
  }),
});

tellsTheSameStory("code of the app in the client's place:", {
  "predictions.create replaced before wrapping": plays((stage) => {
    const client = new Replicate(options(stage));
    replaceCreate(stage, client);
    return stage.prepare(client);
  }),
  "predictions.create replaced after wrapping": plays((stage) => {
    replaceCreate(stage, stage.replicate);
    return stage.replicate;
  }),
  "predictions.create answered by the app": {
    spans: 2,
    spansByClass: 1,
    does: async (stage) => {
      const client = new Replicate(options(stage));
      const mine = { id: "mine", status: "succeeded", output: "made up" };
      client.predictions.create = (async () => mine) as never;
      stage.prepare(client);
      stage.note("run", await client.run("acme/text", { input: {} }));
      const created = await client.predictions.create({ model: "acme/text", input: {} });
      stage.note("the same object", (created as unknown) === mine);
    },
  },
  "predictions.create that throws at once": {
    spans: 2,
    spansByClass: 1,
    does: async (stage) => {
      const client = new Replicate(options(stage));
      const mine = new Error("mine");
      client.predictions.create = () => {
        throw mine;
      };
      stage.prepare(client);
      for (const call of [
        () => client.run("acme/text", { input: {} }),
        () => client.predictions.create({ model: "acme/text", input: {} }),
      ]) {
        try {
          const promise = call();
          stage.note("gave a promise");
          await promise;
        } catch (error) {
          stage.note("the same error", error === mine);
        }
      }
    },
  },
  "predictions that are replaced as a whole": plays((stage) => {
    const { predictions } = stage.replicate;
    stage.replicate.predictions = { ...predictions };
    return stage.replicate;
  }),
  "request stubbed": {
    spans: 1,
    does: async ({ replicate, note }) => {
      replicate.request = async (route, init) => {
        note("request", route, Object.keys(init), JSON.stringify(init));
        return Response.json({ id: "stubbed", status: "succeeded", output: "stubbed" });
      };
      return replicate.run("acme/text", { input: { a: 1 } });
    },
  },
  "a fetch that answers frozen responses": {
    spans: 1,
    does: async ({ replicate, fetch }) => {
      replicate.fetch = async (...args) => Object.freeze(await fetch(...args));
      return replicate.run("acme/quick", { input: {} });
    },
  },
  "a fetch that answers what is no Response": {
    spans: 1,
    does: async ({ replicate, note }) => {
      replicate.fetch = (async () => {
        note("fetch");
        return { ok: true, json: async () => ({ id: "x", status: "succeeded", output: "y" }) };
      }) as never;
      return replicate.run("acme/quick", { input: {} });
    },
  },
  "a fetch that throws at once": {
    spans: 1,
    does: async ({ replicate, note }) => {
      const mine = new Error("mine");
      replicate.fetch = () => {
        note("fetch");
        throw mine;
      };
      try {
        await replicate.run("acme/quick", { input: {} });
      } catch (error) {
        note("the same error", error === mine);
      }
    },
  },
  "a fetch that knows its `this`": {
    spans: 1,
    does: async ({ replicate, fetch, note }) => {
      replicate.fetch = function (this: unknown, ...args) {
        note("this", this, args.length);
        return fetch(...args);
      };
      return replicate.run("acme/quick", { input: {} });
    },
  },
});

tellsTheSameStory("methods taken off the client", {
  "work where they are bound": async ({ replicate }) => {
    const { create } = replicate.predictions as unknown as Detached;
    return create({ model: "acme/text", input: {} });
  },
  "fail where they are not": {
    spans: 0,
    does: async ({ replicate }) => {
      const { run } = replicate as unknown as { run: (...args: unknown[]) => Promise<unknown> };
      return run("acme/text", { input: {} });
    },
  },
});

interface Detached {
  readonly create: (options: object) => Promise<unknown>;
}

tellsTheSameStory("a proxy before a traced client", {
  "is used as the client": plays(({ replicate }) => new Proxy(replicate, {})),
  "is made for each of many calls": {
    spans: 200,
    does: async ({ replicate }) => {
      for (let call = 0; call < 200; call++) {
        const client = new Proxy(replicate, {});
        await client.predictions.create({ model: "acme/quick", input: {} });
      }
    },
  },
});

function replaceCreate(stage: Stage, client: Replicate): void {
  const original = client.predictions.create.bind(client.predictions);
  client.predictions.create = async function (this: unknown, ...args) {
    const { input } = args[0];
    stage.note("create", args.length, Object.keys(args[0]), input, structuredClone(args[0]));
    stage.note("this", this === client.predictions);
    return original(...args);
  };
}
