import { createEmulator } from "replicate-emulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { pathsHolding } from "../support/paths-holding.ts";
import { secretValue } from "../support/secret-value.ts";
import { startScene } from "../support/start-scene.ts";
import { tracedClient } from "../support/traced-client.ts";

const models = [
  {
    name: "acme/tells",
    official: true,
    streaming: true,
    script: ({ prompt }: Record<string, unknown>) => ({
      steps: [{ logs: `read ${String(prompt)}\n` }, { output: "WRITTEN" }, { output: " OUT" }],
      metrics: { input_token_count: 3, output_token_count: 4, note: `${String(prompt)} WRITTEN` },
      ...(prompt === "fail" ? { error: "cannot fail, WRITTEN" } : {}),
    }),
  },
];

/** A success, a failure, a throw and a stream, with everything that could be told of them. */
async function tellAll(options: Parameters<typeof tracedClient>[1]) {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models }), options);
  const settings = { temperature: 0.5, stop: "ASKED", hf_token: secretValue("hf_token") };
  const wait = { mode: "poll", interval: 1 } as const;
  await client.run("acme/tells", { input: { prompt: "ASKED", ...settings }, wait });
  await client
    .run("acme/tells", { input: { prompt: "fail", ...settings }, wait })
    .catch(() => undefined);
  await client
    .run("acme/tells", { input: { prompt: "ASKED", ...settings }, wait }, () => {
      throw new Error("ASKED and WRITTEN");
    })
    .catch(() => undefined);
  const stream = client.stream("acme/tells", { input: { prompt: "ASKED", ...settings } });
  while ((await stream.next()).done !== true);
  return { rows: await scene.rows(), written: await scene.written() };
}

it("tells everything by default, so that these tests can fail", async () => {
  const { rows } = await tellAll({});
  expect(pathsHolding(rows, ["ASKED"]).length).toBeGreaterThan(5);
  expect(pathsHolding(rows, ["WRITTEN"]).length).toBeGreaterThan(3);
  expect(pathsHolding(rows, ["swordfish"])).toEqual([]);
});

it("records nothing of what went in without captureInput", async () => {
  const { rows, written } = await tellAll({ captureInput: false });
  expect(pathsHolding(written, ["ASKED", "swordfish", "cannot fail"])).toEqual([]);
  for (const row of rows) expect(row).not.toHaveProperty("input");
  for (const row of rows) expect(row).not.toHaveProperty("metadata.temperature");
  for (const row of rows) expect(row).not.toHaveProperty("metadata.logs");
  expect(rows[0]).toMatchObject({ output: "WRITTEN OUT", metrics: { tokens: 7 } });
  expect(rows[1]).toMatchObject({ error: "Prediction failed", metadata: { status: "failed" } });
});

it("records nothing of what came out without captureOutput", async () => {
  const { rows, written } = await tellAll({ captureOutput: false });
  expect(pathsHolding(written, ["WRITTEN", "swordfish", "cannot fail"])).toEqual([]);
  for (const row of rows) expect(row).not.toHaveProperty("output");
  for (const row of rows) expect(row).not.toHaveProperty("metadata.logs");
  expect(rows[0]).toMatchObject({ input: { prompt: "ASKED" }, metadata: { temperature: 0.5 } });
  expect(rows[1]).toHaveProperty("error", "Prediction failed");
});

it("keeps a secret out of an output even where the input is not recorded", async () => {
  const scene = await startScene();
  const value = secretValue("hf_token");
  const client = tracedClient(
    createEmulator({
      models: [{ name: "acme/e", official: true, script: { output: `see ${value}` } }],
    }),
    { captureInput: false },
  );

  await client.run("acme/e", { input: { hf_token: value } });

  expect(await scene.rows()).toMatchObject([{ output: "see [REDACTED]" }]);
});

it("leaves files out without captureMedia", async () => {
  const scene = await startScene();
  const uri = `data:text/plain;base64,${Buffer.from("swordfish").toString("base64")}`;
  const client = tracedClient(
    createEmulator({ models: [{ name: "acme/e", official: true, script: { output: [uri] } }] }),
    { captureMedia: false },
  );

  await client.run("acme/e", { input: { image: uri, mask: new Blob(["swordfish"]) } });

  expect(await scene.rows()).toMatchObject([
    { input: { image: "<omitted>", mask: "<omitted>" }, output: ["<omitted>"] },
  ]);
  expect(pathsHolding(await scene.written(), ["base64"])).toEqual([]);
});

describe("redact", () => {
  it("is asked about every value, by its path", async () => {
    const paths = new Set<string>();
    await tellAll({
      redact: (path, value) => {
        paths.add(path);
        return value;
      },
    });
    expect([...paths].sort()).toEqual(
      `error input input.hf_token input.prompt input.stop input.temperature
        metadata.logs metadata.model metadata.prediction_id metadata.status
        metadata.replicate_metrics metadata.replicate_metrics.input_token_count
        metadata.replicate_metrics.note metadata.replicate_metrics.output_token_count
        metadata.replicate_metrics.predict_time metadata.replicate_metrics.total_time
        metadata.url output`
        .split(/\s+/)
        .sort(),
    );
  });

  it("is not shown a secret, which stays one whatever it answers", async () => {
    const shown: unknown[] = [];
    const { written } = await tellAll({
      redact: (_, value) => {
        // The whole input is the caller's object, secrets included.
        if (typeof value === "string") shown.push(value);
        return value === "[REDACTED]" ? "something else" : value;
      },
    });
    expect(pathsHolding(shown, ["swordfish"])).toEqual([]);
    expect(pathsHolding(written, ["swordfish"])).toEqual([]);
  });

  it("has the last word about every text", async () => {
    const redact = (_: string, value: unknown): unknown =>
      typeof value === "string" ? "-" : value;
    const { rows, written } = await tellAll({ redact });
    expect(pathsHolding(written, ["ASKED", "WRITTEN", "acme/tells", "cannot"])).toEqual([]);
    expect(rows[1]).toMatchObject({
      input: { prompt: "-", stop: "-", temperature: 0.5 },
      error: "-",
      metadata: { model: "-", status: "-", logs: "-", stop: "-", provider: "replicate" },
    });
  });

  it("leaves out what it answers `undefined` for", async () => {
    const { rows, written } = await tellAll({ redact: () => undefined });
    expect(pathsHolding(written, ["ASKED", "WRITTEN", "acme/tells", "cannot"])).toEqual([]);
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row).not.toHaveProperty("input");
    for (const row of rows) expect(row.metadata).toEqual({ provider: "replicate" });
  });

  it("loses nothing but the value when it throws, and tells nobody of it", async () => {
    const problems: string[] = [];
    const { rows, written } = await tellAll({
      redact: (_, value) => {
        throw new SyntaxError(`cannot parse ${String(value)}`);
      },
      onError: ({ message }) => problems.push(message),
    });
    expect(pathsHolding(written, ["ASKED", "WRITTEN", "acme/tells"])).toEqual([]);
    expect(rows[0]).toMatchObject({ input: "[REDACTED]", output: "[REDACTED]" });
    expect(new Set(problems)).toEqual(
      new Set([
        "braintrust-replicate: the option `redact` threw (SyntaxError), so the value was left out",
      ]),
    );
  });

  const later: ReadonlyArray<readonly [string, (value: unknown) => Promise<unknown>]> = [
    ["with a value", async () => "ASKED"],
    [
      "with a failure, which is heard",
      async (value) => {
        throw new SyntaxError(`cannot parse ${String(value)}`);
      },
    ],
  ];
  it.each(later)("loses nothing but the value when it answers later %s", async (_, answer) => {
    const problems: string[] = [];
    const unheard: unknown[] = [];
    const listener = (reason: unknown): void => void unheard.push(reason);
    process.on("unhandledRejection", listener);
    onTestFinished(() => void process.off("unhandledRejection", listener));
    const { rows, written } = await tellAll({
      redact: (_path, value) => answer(value),
      onError: ({ message }) => problems.push(message),
    });
    expect(pathsHolding(written, ["ASKED", "WRITTEN", "acme/tells"])).toEqual([]);
    expect(rows[0]).toMatchObject({ input: "[REDACTED]", output: "[REDACTED]" });
    expect(new Set(problems)).toEqual(
      new Set([
        "braintrust-replicate: the option `redact` gave a promise, so the value was left out",
      ]),
    );
    await new Promise(setImmediate);
    expect(unheard).toEqual([]);
  });

  const odd: ReadonlyArray<readonly [string, unknown]> = [
    ["a function", () => "ASKED"],
    ["a symbol", Symbol("ASKED")],
    ["a big integer", 10n ** 30n],
    ["not a number", Number.NaN],
    ["a list of lists", [[[["x"]]]]],
    ["an object that grows", { again: { again: {} } }],
    ["null", null],
  ];
  it.each(odd)("may answer %s", async (_, answer) => {
    const { rows } = await tellAll({ redact: () => answer });
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(row).toHaveProperty("metrics.end");
    expect(pathsHolding(rows, ["ASKED", "WRITTEN"])).toEqual([]);
  });

  it("cannot go on for ever", async () => {
    const { rows } = await tellAll({
      redact: (_, value) => ({ one: value, two: value }),
      limits: { contentBytes: 1000 },
    });
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ metadata: { truncated: true } });
  });
});
