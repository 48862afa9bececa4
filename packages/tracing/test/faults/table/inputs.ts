import { within } from "../support/answers.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Play = Pick<Fault, "does" | "call" | "where">;

/** Sends such an input; the model answers with what arrived. */
function sending(make: () => unknown): Play {
  return {
    where: "before the request",
    call: "run",
    does: ({ replicate }) => replicate.run("acme/echo", { input: make() as object }),
  };
}

interface Loose {
  run(...args: readonly unknown[]): unknown;
}

/** Calls `run` wrongly. */
function calling(...args: readonly unknown[]): Play {
  return {
    where: "before the request",
    call: "run",
    does: ({ replicate }) => (replicate as unknown as Loose).run(...args),
  };
}

const trap = (): never => {
  throw new Error("do not touch");
};

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** What is passed to the client goes wrong. */
export const INPUTS: FaultTable<Fault> = {
  title: "Calls and inputs",
  rows: [
    {
      what: "the reference is no reference",
      ...calling("nonsense", { input: {} }),
      caller:
        "throws Error: Invalid reference to model version: nonsense. Expected format: owner/name or owner/name:version",
      spans: [
        {
          error:
            "Invalid reference to model version: nonsense. Expected format: owner/name or owner/name:version",
        },
      ],
    },
    {
      what: "the reference is a symbol",
      ...calling(Symbol("model"), { input: {} }),
      caller: "throws TypeError: ref.match is not a function",
      spans: [{ error: "ref.match is not a function" }],
    },
    {
      what: "there are no options",
      ...calling("acme/text"),
      caller: "throws TypeError: Cannot read properties of undefined (reading 'wait')",
      spans: [{ error: "Cannot read properties of undefined (reading 'wait')" }],
    },
    {
      what: "`wait` is null",
      ...calling("acme/text", { input: {}, wait: null }),
      caller: "throws TypeError: Cannot read properties of null (reading 'mode')",
      spans: [{ error: "Cannot read properties of null (reading 'mode')" }],
    },
    {
      what: "the webhook is no URL",
      ...calling("acme/text", { input: {}, webhook: "nowhere" }),
      caller: "throws Error: Invalid webhook URL",
      spans: [{ error: "Invalid webhook URL" }],
    },
    {
      what: "the options throw when they are read",
      ...calling("acme/text", new Proxy({}, { ownKeys: trap })),
      caller: "throws Error: do not touch",
      spans: [{ error: "do not touch" }],
    },
    {
      what: "the options are frozen",
      ...calling("acme/echo", Object.freeze({ input: Object.freeze({ a: 1 }) })),
      caller: 'returns {"a":1}',
      spans: [{ status: "processing", output: { a: 1 } }],
    },
    {
      what: "a big integer",
      ...sending(() => ({ seed: 12n })),
      caller: "throws TypeError: Do not know how to serialize a BigInt",
      spans: [{ error: "Do not know how to serialize a BigInt" }],
    },
    {
      what: "a revoked proxy",
      ...sending(revoked),
      caller: "throws TypeError: Cannot perform 'IsArray' on a proxy that has been revoked",
      spans: [{ error: "Cannot perform 'IsArray' on a proxy that has been revoked" }],
    },
    {
      what: "a proxy that hides its keys",
      ...sending(() => new Proxy({ a: 1 }, { ownKeys: () => [] })),
      caller: "returns {}",
      spans: [{ status: "processing", output: {} }],
    },
    {
      what: "a proxy that invents values",
      ...sending(
        () => new Proxy({ a: 1 }, { get: (_, key) => (key === "a" ? "other" : undefined) }),
      ),
      caller: "throws TypeError: Cannot convert object to primitive value",
      spans: [{ error: "Cannot convert object to primitive value" }],
    },
    {
      what: "a getter that throws",
      ...sending(() => Object.defineProperty({}, "x", { get: trap, enumerable: true })),
      caller: "throws Error: do not touch",
      spans: [{ error: "do not touch" }],
    },
    {
      what: "a `toJSON` that throws",
      ...sending(() => ({ deep: { toJSON: trap } })),
      caller: "throws Error: do not touch",
      spans: [{ error: "do not touch" }],
    },
    {
      what: "functions, symbols and undefined",
      ...sending(() => ({ f: trap, s: Symbol("s"), u: undefined, kept: 1 })),
      caller: 'returns {"kept":1}',
      spans: [{ status: "processing", output: { kept: 1 } }],
    },
    {
      what: "a list in place of an object",
      ...sending(() => [1, "two"]),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/echo/predictions failed with status 422 Unprocessable Enti…",
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/echo/predictions failed with status 422 Unprocessable Entity: {"deta…',
        },
      ],
    },
    {
      what: "nothing in place of an object",
      ...sending(() => undefined),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/echo/predictions failed with status 422 Unprocessable Enti…",
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/echo/predictions failed with status 422 Unprocessable Entity: {"deta…',
        },
      ],
    },
    {
      what: "an input of a megabyte in one text",
      ...sending(() => ({ prompt: "x".repeat(1_000_000) })),
      caller:
        'returns {"prompt":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… <100000…',
      spans: [{ status: "processing", output: { prompt: "<1000000 characters>" } }],
    },
    {
      what: "the input changes while the request is on its way",
      where: "the caller's code",
      call: "run",
      does: ({ replicate }) => {
        const input: { [key: string]: unknown } = { prompt: "before" };
        const running = replicate.run("acme/echo", { input });
        input["prompt"] = "after";
        input["more"] = true;
        return running;
      },
      caller: 'returns {"prompt":"before"}',
      spans: [{ status: "processing", output: { prompt: "before" } }],
    },
    {
      what: "the input changes with every look at it",
      where: "the caller's code",
      call: "run",
      does: ({ replicate }) => {
        let looks = 0;
        const input = {
          list: [1, 2],
          get looks() {
            return (looks += 1) > 0;
          },
        };
        return replicate.run("acme/echo", { input });
      },
      caller: 'returns {"list":[1,2],"looks":true}',
      spans: [{ status: "processing", output: { list: [1, 2], looks: true } }],
    },
    {
      what: "`progress` throws at once",
      where: "the caller's code",
      call: "run",
      does: ({ replicate }) => replicate.run("acme/text", { input: {} }, trap),
      caller: "throws Error: do not touch",
      spans: [{ status: "processing", error: "do not touch", output: "Two words" }],
    },
    {
      what: "`progress` throws at the third poll",
      where: "the caller's code",
      call: "run",
      does: ({ replicate }) => {
        let told = 0;
        const progress = (): void => void (++told === 3 && trap());
        return replicate.run(
          "acme/endless",
          { input: {}, wait: { mode: "poll", interval: 1 } },
          progress,
        );
      },
      caller: "throws Error: do not touch",
      spans: [{ status: "processing", error: "do not touch" }],
    },
    {
      what: "`progress` changes the prediction that it is shown",
      where: "the caller's code",
      call: "run",
      does: ({ replicate }) =>
        replicate.run("acme/quick", { input: {} }, (seen) => {
          Object.assign(seen, { id: "mine", status: "failed", error: "mine", output: "mine" });
        }),
      caller: "throws Error: Prediction failed: mine",
      spans: [{ status: "succeeded", output: "done" }],
    },
    {
      what: "`progress` runs another model, which fails",
      where: "the caller's code",
      call: "run",
      does: ({ replicate, note }) => {
        const progress = (): void => {
          replicate
            .run("acme/broken", { input: {} })
            .catch((error: unknown) => note("inner", error));
        };
        return replicate.run("acme/quick", { input: {} }, progress);
      },
      caller: 'returns "done"',
      spans: [
        { status: "succeeded", output: "done" },
        { status: "failed", error: "out of memory" },
        { status: "failed", error: "out of memory" },
      ],
    },
    {
      what: "the result is left alone, and the program goes on",
      where: "the caller's code",
      call: "run",
      does: async ({ replicate }) => {
        replicate.run("acme/broken", { input: {} }).catch(() => {});
        return within(new Promise(() => {}), 50);
      },
      caller: 'returns "(gave up waiting)"',
      spans: [{ status: "failed", error: "out of memory" }],
    },
  ],
};
