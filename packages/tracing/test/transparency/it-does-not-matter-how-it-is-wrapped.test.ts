import Replicate from "replicate";
import { afterAll, beforeAll } from "vitest";
import { unwrapReplicate, wrapReplicate } from "../../src/index.ts";
import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import { buildLibrary, type BuiltLibrary } from "./support/built-library.ts";
import { PROGRAMS } from "./support/programs.ts";
import { watchTracing, type Way } from "./support/ways.ts";

let built: BuiltLibrary | undefined;
beforeAll(async () => {
  built = await buildLibrary();
}, 60_000);
afterAll(() => built?.remove());

function copies(): Pick<BuiltLibrary, "esm" | "commonjs"> {
  if (built === undefined) throw new Error("the library is not built yet");
  return built;
}

type Options = ReturnType<typeof watchTracing>["options"];

/** A way in which wrapping and unwrapping are done in these places. */
function way(
  name: string,
  steps: {
    readonly before?: (options: Options) => void;
    readonly client?: (client: object, options: Options) => void;
    readonly after?: () => void;
    readonly off?: true;
  },
): Way {
  return {
    name,
    ...(steps.off ? { tracing: "off" } : {}),
    async run(tell) {
      const { tracing, options } = watchTracing();
      steps.before?.(options);
      const clients: object[] = [];
      try {
        await tell((client) => {
          clients.push(client);
          steps.client?.(client, options);
          return client;
        });
      } finally {
        clients.forEach(unwrapReplicate);
        steps.after?.();
      }
      return tracing;
    },
  };
}

tellsTheSameStory("it makes one span of an execution, and nothing else, when", PROGRAMS, {
  ways: [
    way("the client is wrapped twice", {
      client(client, options) {
        wrapReplicate(client, options);
        wrapReplicate(client, options);
      },
    }),
    way("the class is wrapped after the client was built", {
      client: (_, options) => void wrapReplicate(Replicate, options),
      after: () => unwrapReplicate(Replicate),
    }),
    way("the class is wrapped, then the client", {
      before: (options) => void wrapReplicate(Replicate, options),
      client: wrapReplicate,
      after: () => unwrapReplicate(Replicate),
    }),
    way("the client is wrapped, then the class", {
      client(client, options) {
        wrapReplicate(client, options);
        wrapReplicate(Replicate, options);
      },
      after: () => unwrapReplicate(Replicate),
    }),
    way("a subclass is wrapped", {
      before: (options) => void wrapReplicate(class extends Replicate {}, options),
      after: () => unwrapReplicate(Replicate),
    }),
  ],
});

tellsTheSameStory("two copies of the library make one span when", PROGRAMS, {
  ways: [
    way("both wrap the client", {
      client(client, options) {
        copies().esm.wrapReplicate(client, options);
        copies().commonjs.wrapReplicate(client, options);
      },
    }),
    way("both wrap the class", {
      before(options) {
        copies().commonjs.wrapReplicate(Replicate, options);
        copies().esm.wrapReplicate(Replicate, options);
      },
      after: () => copies().esm.unwrapReplicate(Replicate),
    }),
    way("one wraps the class and one the client", {
      before: (options) => void copies().esm.wrapReplicate(Replicate, options),
      client: (client, options) => void copies().commonjs.wrapReplicate(client, options),
      after: () => copies().commonjs.unwrapReplicate(Replicate),
    }),
  ],
});

tellsTheSameStory("nothing is traced any more when", PROGRAMS, {
  ways: [
    way("the client was unwrapped", {
      off: true,
      client: (client, options) => void unwrapReplicate(wrapReplicate(client, options)),
    }),
    way("the class was unwrapped after the client was built", {
      off: true,
      before: (options) => void wrapReplicate(Replicate, options),
      client: () => void unwrapReplicate(Replicate),
    }),
    way("both were unwrapped", {
      off: true,
      before: (options) => void wrapReplicate(Replicate, options),
      client(client, options) {
        unwrapReplicate(wrapReplicate(client, options));
        unwrapReplicate(Replicate);
      },
    }),
    way("another copy unwrapped it", {
      off: true,
      client(client, options) {
        copies().esm.wrapReplicate(client, options);
        copies().commonjs.unwrapReplicate(client);
      },
    }),
  ],
});
