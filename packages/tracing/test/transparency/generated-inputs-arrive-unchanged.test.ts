import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usesLogger } from "./support/bare-and-traced.ts";
import { createStage } from "./support/stage.ts";
import { BARE, BY_CLASS, BY_CLIENT, type Way } from "./support/ways.ts";

/** Keys on which careless copies stumble. */
const ODD_KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "toJSON",
  "valueOf",
  "then",
  "hasOwnProperty",
  "",
  " ",
  "0",
  "-0",
  "length",
  "input",
  "signal",
  "wait",
  "\u0000",
  "\ud800",
  "ключ",
  "🐙",
];

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.base64String().map((data) => `data:image/png;base64,${data}`),
  fc.webUrl(),
  fc.constantFrom("\ud800", "\u2028", "[REDACTED]", "data:,", "https:"),
);

const key = fc.oneof(fc.constantFrom(...ODD_KEYS), fc.string({ maxLength: 8 }));

const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("tree"), { maxLength: 4 }),
    entries(tie("tree")),
  ),
  leaf: fc.oneof(
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.date({ noInvalidDate: true }),
  ),
}));

/** Objects whose keys are really their own, `__proto__` included. */
function entries(value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.array(fc.tuple(key, value), { maxLength: 5 }).map((pairs) => {
    const made = {};
    for (const [name, item] of pairs) {
      Object.defineProperty(made, name, {
        value: item,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return made;
  });
}

interface Exchanged {
  readonly bodies: readonly string[];
  readonly outcome: unknown;
}

/** Sends an input and shows what went out and what came back, to the byte. */
async function exchange(input: object, way: Way): Promise<Exchanged> {
  let exchanged: Exchanged = { bodies: [], outcome: undefined };
  const tracing = await way.run(async (prepare) => {
    const { replicate, emulator } = createStage({
      prepare,
      client: { useFileOutput: false },
    });
    const outcome = await replicate.run("acme/echo", { input }).then(
      (output: unknown) => ({ output }),
      (error: unknown) => ({ error: String(error) }),
    );
    exchanged = { bodies: emulator.requests.map(({ text: body }) => body), outcome };
  });
  expect(tracing).toEqual({ spans: way === BARE ? 0 : 1, problems: [] });
  return exchanged;
}

describe("whatever the input", () => {
  usesLogger();

  it("the same bytes arrive, and the same output comes back", async () => {
    await fc.assert(
      fc.asyncProperty(entries(tree), async (input) => {
        const bare = await exchange(input, BARE);
        // None at all where the client itself stumbles, such as over a `toString` that is no function.
        expect(bare.bodies.length).toBeLessThanOrEqual(1);
        expect(await exchange(input, BY_CLIENT)).toEqual(bare);
        expect(await exchange(input, BY_CLASS)).toEqual(bare);
      }),
      { numRuns: 100 },
    );
  });
});
