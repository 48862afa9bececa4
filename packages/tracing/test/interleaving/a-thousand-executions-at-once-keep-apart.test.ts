import { traced } from "braintrust";
import { createEmulator, type EmulatorModel } from "replicate-emulator";
import { expect, it } from "vitest";
import type Replicate from "replicate";
import type { CollectedRow } from "braintrust-replicate-viewer";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { startScene } from "../support/start-scene.ts";
import { tracedClient } from "../support/traced-client.ts";

const COUNT = 1000;

/** Delays that differ from one another and are the same in every run. */
function delay(seed: number): number {
  return (seed * 7919) % 13;
}

const model: EmulatorModel = {
  name: "acme/echo",
  official: true,
  streaming: true,
  script: ({ prompt }) => {
    const words = Array.from({ length: 5 }, (_, index) => `${String(prompt)}/${index} `);
    const seed = Number(/\d+/.exec(String(prompt))?.[0]);
    return {
      queueMs: delay(seed),
      steps: words.map((output, index) => ({ afterMs: delay(seed + index), output })),
      ...(seed % 10 === 0 ? { error: `${String(prompt)} failed` } : {}),
      metrics: { input_token_count: seed, output_token_count: words.length },
    };
  },
};

/** One of four kinds of call, for the prompt `p<number>`. */
async function call(client: Replicate, number: number): Promise<void> {
  const input = { prompt: `p${number}` };
  switch (number % 4) {
    case 0:
      await client.run("acme/echo", { input, wait: { mode: "poll", interval: 5 } });
      return;
    case 1:
      for await (const _ of client.stream("acme/echo", { input }));
      return;
    case 2:
      await client.wait(await client.predictions.create({ model: "acme/echo", input }), {
        interval: 5,
      });
      return;
    default:
      await client.run("acme/echo", { input });
  }
}

const NAMES = [
  "replicate.run",
  "replicate.stream",
  "replicate.predictions.create",
  "replicate.run",
] as const;

it("mixes up no data, no parent and no order", async () => {
  const scene = await startScene();
  const clients = [1, 2, 3].map(() => tracedClient(createEmulator({ models: [model] })));

  await Promise.all(
    Array.from({ length: COUNT }, (_, number) =>
      traced(
        async () => {
          const client = clients[number % clients.length];
          if (client !== undefined) await call(client, number).catch(() => undefined);
        },
        { name: `parent ${number}` },
      ),
    ),
  );

  const rows = await scene.rows();
  expect(rows).toHaveLength(2 * COUNT);
  const parents = new Map(rows.map((row) => [row.span_id, row]));
  const seen = new Set<number>();
  for (const row of rows) {
    if (row.span_parents?.length !== 1) continue;
    const parent = parents.get(row.span_parents[0]);
    const number = Number(parent?.span_attributes?.name?.replace("parent ", ""));
    seen.add(number);
    expectItsOwn(row, number);
    expect(row.root_span_id).toBe(parent?.root_span_id);
  }
  expect(seen.size).toBe(COUNT);
  await expectEachEndedOnce(scene);
});

function expectItsOwn(row: CollectedRow, number: number): void {
  const words = [0, 1, 2, 3, 4].map((index) => `p${number}/${index} `).join("");
  const fails = number % 10 === 0;
  const hasOutput = !fails || number % 4 === 1;
  expect(row).toMatchObject({
    span_attributes: { name: NAMES[number % 4] },
    input: { prompt: `p${number}` },
    ...(fails ? { error: `p${number} failed` } : {}),
    ...(hasOutput ? { output: words } : {}),
  });
  const { prompt_tokens: tokens } = row.metrics ?? {};
  expect(tokens ?? number).toBe(number);
  const others = JSON.stringify(row).match(/\bp\d+\b(?=[/ "])/g) ?? [];
  expect(new Set(others)).toEqual(new Set([`p${number}`]));
}
