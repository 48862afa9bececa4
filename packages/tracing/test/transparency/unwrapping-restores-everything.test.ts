import Replicate from "replicate";
import { describe, expect, it } from "vitest";
import { unwrapReplicate, wrapReplicate } from "../../src/index.ts";
import { usesLogger } from "./support/bare-and-traced.ts";
import { createStage } from "./support/stage.ts";

const METHODS = ["predictions.create", "predictions.get", "predictions.cancel"];

/** Every own property of an object and of what lies below it, functions by identity. */
function anatomy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, descriptor]) => [
    key,
    { ...descriptor, value: anatomy(descriptor.value) },
  ]);
}

function client(): Replicate {
  return createStage({ prepare: (made) => made }).replicate;
}

function looks(of: object): unknown {
  const { predictions } = of as Replicate;
  return {
    keys: Object.keys(of),
    own: Reflect.ownKeys(of),
    json: JSON.stringify(of),
    entries: Object.entries(of).map(([key, value]) => [key, typeof value]),
    methods: Object.entries(predictions).map(([key, { name, length }]) => [key, name, length]),
    inherited: ["run", "stream", "wait", "request", "paginate"].map((name) => {
      const { [name]: method } = of as unknown as Record<string, { name: string; length: number }>;
      return [name, method?.name, method?.length];
    }),
    isClient: of instanceof Replicate,
    in: "predictions" in of,
  };
}

describe("a traced client", () => {
  usesLogger();

  it("is the very object that was given, and looks the same", () => {
    const bare = client();
    const before = looks(bare);
    expect(wrapReplicate(bare)).toBe(bare);
    expect(looks(bare)).toEqual(before);
    unwrapReplicate(bare);
  });

  it("looks the same when its class was traced before", () => {
    const before = looks(client());
    expect(wrapReplicate(Replicate)).toBe(Replicate);
    expect(looks(client())).toEqual(before);
    unwrapReplicate(Replicate);
  });

  it("has everything back after unwrapping", async () => {
    const bare = client();
    const prototype = anatomy(Replicate.prototype);
    const before = anatomy(bare);
    wrapReplicate(bare);
    expect(anatomy(bare)).not.toEqual(before);
    await bare.run("acme/text", { input: {} });
    unwrapReplicate(bare);
    expect(anatomy(bare)).toEqual(before);
    expect(anatomy(Replicate.prototype)).toEqual(prototype);
  });

  it("has everything back after unwrapping twice what was wrapped twice", () => {
    const bare = client();
    const before = anatomy(bare);
    wrapReplicate(wrapReplicate(bare));
    unwrapReplicate(unwrapReplicate(bare));
    expect(anatomy(bare)).toEqual(before);
  });

  it("keeps what others put over it, and lets calls through", async () => {
    const bare = client();
    wrapReplicate(bare);
    const below = bare.predictions.create.bind(bare.predictions);
    let calls = 0;
    const above: typeof below = (options) => {
      calls += 1;
      return below(options);
    };
    bare.predictions.create = above;
    unwrapReplicate(bare);
    expect(Object.values(bare.predictions)).toContain(above);
    expect(await bare.run("acme/quick", { input: {} })).toBe("done");
    expect(calls).toBe(1);
  });
});

describe("the globals of a program", () => {
  usesLogger();

  it("are as they were after a traced call", async () => {
    const before = Object.getOwnPropertyDescriptors(Error);
    const bare = client();
    wrapReplicate(bare);
    await bare.run("acme/text", { input: {} });
    unwrapReplicate(bare);
    expect(Object.getOwnPropertyDescriptors(Error)).toEqual(before);
  });
});

describe("a traced class", () => {
  usesLogger();

  it("has its prototype back after unwrapping", () => {
    const statics = anatomy(Replicate);
    const before = anatomy(Replicate.prototype);
    wrapReplicate(Replicate);
    expect(anatomy(Replicate)).toEqual(statics);
    unwrapReplicate(Replicate);
    expect(anatomy(Replicate.prototype)).toEqual(before);
  });

  it("has its prototype back whoever is unwrapped first", () => {
    const before = anatomy(Replicate.prototype);
    const bare = client();
    const own = anatomy(bare);
    wrapReplicate(bare);
    wrapReplicate(Replicate);
    unwrapReplicate(bare);
    unwrapReplicate(Replicate);
    expect(anatomy(Replicate.prototype)).toEqual(before);
    wrapReplicate(Replicate);
    wrapReplicate(bare);
    unwrapReplicate(Replicate);
    unwrapReplicate(bare);
    expect(anatomy(Replicate.prototype)).toEqual(before);
    expect(anatomy(bare)).toEqual(own);
  });

  it("makes clients whose properties can be changed as ever", () => {
    wrapReplicate(Replicate);
    const made = client();
    const bare = { value: made.predictions, writable: true, enumerable: true, configurable: true };
    expect(Object.getOwnPropertyDescriptor(made, "predictions")).toEqual(bare);
    const replacement = { ...made.predictions };
    made.predictions = replacement;
    expect(made.predictions).toBe(replacement);
    unwrapReplicate(Replicate);
    expect(made.predictions).toBe(replacement);
  });
});

describe("the methods of a traced client", () => {
  usesLogger();

  it.each(METHODS)("%s is replaced and put back", (path) => {
    const bare = client();
    const method = (): unknown =>
      path
        .split(".")
        .reduce<unknown>((owner, key) => (owner as Record<string, unknown>)[key], bare);
    const before = method();
    wrapReplicate(bare);
    expect(method()).not.toBe(before);
    unwrapReplicate(bare);
    expect(method()).toBe(before);
  });
});
