import { _internalGetGlobalState, currentLogger, initLogger } from "braintrust";
import { afterAll, beforeAll, describe } from "vitest";
import Replicate from "replicate";
import { unwrapReplicate, wrapReplicate } from "../../src/index.ts";
import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import { PROGRAMS } from "./support/programs.ts";
import { BY_CLASS, BY_CLIENT, tellWrapped, watchTracing, type Way } from "./support/ways.ts";

function fail(): never {
  throw new Error("tracing fails on purpose");
}

/** Both ways of wrapping, with something about tracing that is broken. */
function inTrouble(name: string, broken: Parameters<typeof wrapReplicate>[1]): readonly Way[] {
  return [
    {
      name: `${name}, by client`,
      tracing: "in trouble",
      async run(tell) {
        const { tracing, options } = watchTracing();
        await tellWrapped(tell, { ...options, ...broken });
        return tracing;
      },
    },
    {
      name: `${name}, by class`,
      tracing: "in trouble",
      async run(tell) {
        const { tracing, options } = watchTracing();
        wrapReplicate(Replicate, { ...options, ...broken });
        try {
          await tell((client) => client);
        } finally {
          unwrapReplicate(Replicate);
        }
        return tracing;
      },
    },
  ];
}

// Before all others, because a logger stays for as long as its process.
tellsTheSameStory("without a logger", PROGRAMS, {
  withoutLogger: true,
  ways: [BY_CLIENT, BY_CLASS].map((way) => ({ ...way, tracing: "off" })),
});

describe("with the instrumentation disabled by the environment", () => {
  beforeAll(() => void (process.env["BRAINTRUST_DISABLE_INSTRUMENTATION"] = "openai, replicate"));
  afterAll(() => void delete process.env["BRAINTRUST_DISABLE_INSTRUMENTATION"]);
  const ways = [BY_CLIENT, BY_CLASS].map((way) => ({ ...way, tracing: "off" as const }));
  tellsTheSameStory("a program", PROGRAMS, { ways });
});

tellsTheSameStory("with options that throw", PROGRAMS, {
  ways: [...inTrouble("redact", { redact: fail }), ...inTrouble("onSpan", { onSpan: fail })],
});

describe("with a logger that throws at every span", () => {
  let restore = (): void => {};
  beforeAll(() => {
    const logger = currentLogger() ?? fail();
    Object.assign(logger, { startSpan: fail });
    restore = () => void Reflect.deleteProperty(logger, "startSpan");
  });
  afterAll(() => restore());
  tellsTheSameStory("a program", PROGRAMS, {
    withoutLogger: true,
    ways: inTrouble("the logger", {}),
  });
});

describe("with an SDK that answers every other question only", () => {
  let restore = (): void => {};
  beforeAll(() => {
    const { contextManager } = _internalGetGlobalState();
    const original = contextManager.getCurrentSpan.bind(contextManager);
    let questions = 0;
    contextManager.getCurrentSpan = () => (questions++ % 2 === 0 ? original() : fail());
    restore = () => void Reflect.deleteProperty(contextManager, "getCurrentSpan");
  });
  afterAll(() => restore());
  tellsTheSameStory("a program", PROGRAMS, {
    withoutLogger: true,
    ways: inTrouble("the SDK", {}),
  });
});

describe("with a logger that cannot log in", () => {
  beforeAll(() => {
    initLogger({
      projectName: "unreachable",
      appUrl: "https://unreachable.invalid",
      apiKey: "wrong",
      fetch: () => Promise.reject(new TypeError("fetch failed")),
    });
  });
  tellsTheSameStory("a program", PROGRAMS, { withoutLogger: true });
});
