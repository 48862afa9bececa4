import type { CollectedRow } from "braintrust-replicate-viewer";
import { expect, it } from "vitest";
import { pythonWith, type Python } from "./support/python.ts";
import { startSystemStage, type SystemStage } from "./support/system-stage.ts";

type Outcomes = Readonly<Record<string, { readonly value?: unknown; readonly error?: string }>>;

const TOKEN = "r8_token_of_the_system_test";

const v1 = await pythonWith("replicate-1", ["replicate==1.0.7"]);
const v2 = await pythonWith("replicate-2", ["--pre", "replicate>=2.0.0a0"]);

/** Ids, addresses and times differ between two runs. */
function comparable(outcomes: unknown, bases: readonly string[]): unknown {
  let text = JSON.stringify(outcomes);
  for (const base of bases) text = text.replaceAll(base, "<base>");
  return JSON.parse(
    text
      .replaceAll(/\b[a-z0-9]{26}\b/g, "<id>")
      .replaceAll(/xezq\/\w+/g, "<file>")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "<time>"),
  ) as unknown;
}

async function play(
  python: Python,
  program: string,
  v1Suffix: "" | "/v1",
): Promise<{
  readonly direct: unknown;
  readonly through: unknown;
  readonly outcomes: Outcomes;
  readonly stage: SystemStage;
  readonly created: number;
}> {
  const stage = await startSystemStage();
  const gateway = await stage.startGateway();
  const env = (base: string) => ({
    REPLICATE_BASE_URL: base + v1Suffix,
    REPLICATE_API_TOKEN: TOKEN,
    REPLICATE_POLL_INTERVAL: "0.05",
  });
  const bases = [stage.direct, gateway.url];
  const direct = comparable(await python.run(program, env(stage.direct)), bases);
  const before = stage.emulator.predictions.list().length;
  const outcomes = (await python.run(program, env(gateway.url))) as Outcomes;
  const created = stage.emulator.predictions.list().length - before;
  return { direct, through: comparable(outcomes, bases), outcomes, stage, created };
}

/** Rows by the prompt, which is the name of the scenario. */
function byPrompt(rows: readonly CollectedRow[]): Map<unknown, CollectedRow[]> {
  const found = new Map<unknown, CollectedRow[]>();
  for (const row of rows) {
    const input = row.input as { prompt?: string; not?: string } | undefined;
    const prompt = input?.prompt ?? input?.not;
    found.set(prompt, [...(found.get(prompt) ?? []), row]);
  }
  return found;
}

const text: unknown = expect.any(String);
const link: unknown = expect.stringContaining("http");

/** What a scenario's span must say, by its name. */
const SPECIAL: Readonly<Record<string, unknown>> = {
  run_picture: { output: [text, text] },
  run_object: { output: { label: "heron", score: 0.5 } },
  run_iterator: { output: "one two three" },
  output_iterator: { output: "one two three" },
  file_input: {
    input: { prompt: "file_input", image: link },
    output: { label: "heron", score: 0.5 },
  },
  failing: { error: "The model ran out of memory", metadata: { status: "failed" } },
  failing_iterator: { error: "The model ran out of memory", metadata: { status: "failed" } },
  create_and_cancel: { metadata: { status: "canceled" } },
  deployment: {
    span_attributes: { name: "replicate.deployments.predictions.create" },
    output: "Once upon a time",
  },
  no_such_model: { error: text },
  wrong_input: { error: text },
};

async function expectOneRightSpanEach(
  { outcomes, stage }: Awaited<ReturnType<typeof play>>,
  withoutSpan: readonly string[],
): Promise<void> {
  const scenarios = Object.keys(outcomes).filter((name) => !withoutSpan.includes(name));
  const rows = await stage.rowsOf(scenarios.length);
  const found = byPrompt(rows);
  expect([...found.keys()].map(String).toSorted()).toEqual(scenarios.toSorted());
  for (const name of scenarios) {
    const [row, ...others] = found.get(name) ?? [];
    expect({ name, others }).toEqual({ name, others: [] });
    expect(row).toMatchObject({
      span_attributes: { name: "replicate.predictions.create", type: "llm" },
      metadata: { provider: "replicate" },
      context: { span_origin: { instrumentation: { name: "braintrust-replicate" } } },
      ...((SPECIAL[name] as object | undefined) ?? { output: "Once upon a time" }),
    });
    expect(row?.metrics?.["end"]).toBeTypeOf("number");
  }
  expect(JSON.stringify(stage.collector.store.rows())).not.toContain(TOKEN);
}

it("replicate 1.0.7", async () => {
  expect(await v1.version("replicate")).toBe("1.0.7");
  const played = await play(v1, "replicate_v1.py", "");
  expect(played.through).toEqual(played.direct);
  await expectOneRightSpanEach(played, ["listed"]);
  const rows = byPrompt(played.stage.collector.store.rows());
  for (const name of ["stream", "async_stream", "create_and_stream"]) {
    expect(rows.get(name)?.[0]?.metrics?.["time_to_first_token"]).toBeGreaterThan(0);
  }
});

it("the newest replicate 2.x", async () => {
  console.log(`replicate ${await v2.version("replicate")}`);
  const played = await play(v2, "replicate_v2.py", "/v1");
  expect(played.through).toEqual(played.direct);
  await expectOneRightSpanEach(played, ["listed"]);
});
