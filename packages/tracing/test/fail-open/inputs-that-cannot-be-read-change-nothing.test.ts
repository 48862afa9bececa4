import Replicate from "replicate";
import { createEmulator } from "replicate-emulator";
import { wrapReplicate } from "braintrust-replicate";
import { describe, expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

class Person {
  readonly name = "Ada";
  #age = 36;
  get age(): number {
    return this.#age;
  }
}

function deep(levels: number): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < levels; level += 1) value = { down: value };
  return value;
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const trap = (): never => {
  throw new Error("do not touch");
};

/**
 * What is passed as `input.value`, and how it is recorded. A cycle is missing: the bare client
 * follows it until the memory is full.
 */
const VALUES: ReadonlyArray<readonly [name: string, make: () => unknown, recorded: unknown]> = [
  ["a big integer", () => 12n, "12"],
  ["a revoked proxy", revoked, "[unreadable]"],
  ["a proxy that throws", () => new Proxy({}, { ownKeys: trap, get: trap }), "[unreadable]"],
  [
    "a getter that throws",
    () => Object.defineProperty({}, "x", { get: trap, enumerable: true }),
    { x: "[getter]" },
  ],
  ["a toJSON that throws", () => ({ toJSON: trap, kept: 1 }), { kept: 1 }],
  ["not a number", () => [Number.NaN, Infinity], [null, null]],
  ["a map", () => new Map([["a", 1]]), {}],
  ["a date", () => new Date(0), "1970-01-01T00:00:00.000Z"],
  ["an invalid date", () => new Date(Number.NaN), ""],
  ["a URL", () => new URL("https://example.com/a"), "https://example.com/a"],
  ["a symbol", () => ({ a: Symbol("a"), [Symbol("b")]: 1, c: 2 }), { c: 2 }],
  ["an instance of a class", () => new Person(), { name: "Ada" }],
  ["a function", () => [trap], [null]],
  ["an error", () => new Error("mine"), "mine"],
  ["a stream", () => new ReadableStream(), "[stream]"],
  [
    "an object without a prototype",
    () => Object.assign(Object.create(null) as object, { a: 1 }),
    { a: 1 },
  ],
  ["a hostile key", () => JSON.parse('{"__proto__": {"a": 1}}') as unknown, expect.anything()],
];

async function outcome(client: Replicate, input: unknown): Promise<unknown> {
  try {
    return await client.run("acme/text", { input: input as object });
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message.split("\n")[0]}` : error;
  }
}

describe("an input may hold", () => {
  it.each(VALUES)("%s", async (_, make, recorded) => {
    const scene = await startScene();
    const emulator = createEmulator({ models: testModels() });
    const options = { auth: testToken(), fetch: emulator.fetch };
    const bare = await outcome(new Replicate(options), { value: make() });
    const sent = emulator.requests.map(({ text }) => text);
    emulator.reset();

    const problems: Error[] = [];
    const client = wrapReplicate(new Replicate(options), { onError: (p) => problems.push(p) });
    const traced = await outcome(client, { value: make() });

    expect(traced).toEqual(bare);
    expect(emulator.requests.map(({ text }) => text)).toEqual(sent);
    expect(problems).toEqual([]);
    expect(onlyRow(await scene.rows())).toMatchObject({ input: { value: recorded } });
    await expectEachEndedOnce(scene);
  });

  it.each([
    ["null", null],
    ["a text", "prompt"],
    ["a list", [1]],
    ["a number", 7],
  ])("be %s itself", async (_, input) => {
    const scene = await startScene();
    const emulator = createEmulator({ models: testModels() });
    const options = { auth: testToken(), fetch: emulator.fetch };
    const bare = await outcome(new Replicate(options), input);

    expect(await outcome(wrapReplicate(new Replicate(options)), input)).toEqual(bare);
    await expectEachEndedOnce(scene);
  });
});

it("follows 20,000 levels of nesting as far as is useful", async () => {
  const scene = await startScene();
  const fetch = (): Promise<Response> => {
    const output = '{"down":'.repeat(20_000) + "1" + "}".repeat(20_000);
    const body = `{"id":"abcdefghij0123456789abcdef","status":"succeeded","output":${output}}`;
    return Promise.resolve(new Response(body, { status: 201 }));
  };
  const options = { auth: testToken(), fetch };
  const input = { value: deep(20_000) };

  const traced = await outcome(wrapReplicate(new Replicate(options)), input);

  expect(traced).toEqual(await outcome(new Replicate(options), input));
  const shallow = await wrapReplicate(new Replicate(options)).predictions.get("unknown");
  expect(shallow.status).toBe("succeeded");
  const rows = await scene.rows();
  expect(rows).toMatchObject([
    { metadata: { truncated: true } },
    { metadata: { truncated: true } },
  ]);
  expect(JSON.stringify(rows)).toContain("[nested too deeply]");
  await expectEachEndedOnce(scene);
});

it("takes a data URI of ten megabytes, in and out", async () => {
  const scene = await startScene();
  const bytes = Buffer.alloc(10_000_000, "picture");
  const uri = `data:image/png;base64,${bytes.toString("base64")}`;
  const emulator = createEmulator({
    models: [{ name: "acme/copy", official: true, script: { output: uri } }],
  });
  const client = wrapReplicate(
    new Replicate({ auth: testToken(), fetch: emulator.fetch, useFileOutput: false }),
  );

  expect((await client.run("acme/copy", { input: { image: uri } })) === (uri as unknown)).toBe(
    true,
  );

  const row = onlyRow(await scene.rows());
  expect(row).toMatchObject({
    input: { image: { type: "braintrust_attachment", filename: "input-image.png" } },
    output: { type: "braintrust_attachment", filename: "output.png" },
  });
  for (const { key } of [
    (row.input as { image: { key: string } }).image,
    row.output as { key: string },
  ]) {
    expect(bytes.equals(scene.collector.store.attachment(key)?.bytes ?? new Uint8Array())).toBe(
      true,
    );
  }
  await expectEachEndedOnce(scene);
});

it("cuts a text of ten megabytes, and gives the caller all of it", async () => {
  const scene = await startScene();
  const text = "é".repeat(5_000_000);
  const emulator = createEmulator({
    models: [{ name: "acme/novel", official: true, script: { output: text } }],
  });
  const client = wrapReplicate(new Replicate({ auth: testToken(), fetch: emulator.fetch }));

  const output = (await client.run("acme/novel", { input: {} })) as unknown;

  expect(output === text).toBe(true);
  const row = onlyRow(await scene.rows());
  expect(Buffer.byteLength(row.output as string)).toBe(4 * 1024 * 1024);
  expect(text.startsWith(row.output as string)).toBe(true);
  expect(row).toMatchObject({ metadata: { truncated: true } });
  await expectEachEndedOnce(scene);
});
