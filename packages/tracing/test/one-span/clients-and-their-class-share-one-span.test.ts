import { startSpan, traced } from "braintrust";
import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { unwrapReplicate, wrapReplicate } from "braintrust-replicate";
import { afterEach, expect, it } from "vitest";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { rowNamed } from "../support/row-named.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

afterEach(() => void unwrapReplicate(Replicate));

const input = { prompt: "hi" };

it("makes one span where class and client are wrapped, in any order and twice", async () => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });

  const early = wrapReplicate(new Replicate({ auth: testToken(), fetch }));
  wrapReplicate(wrapReplicate(Replicate));
  const late = wrapReplicate(wrapReplicate(new Replicate({ auth: testToken(), fetch })));
  await early.run("acme/text", { input });
  await late.predictions.create({ model: "acme/text", input, wait: true });
  const { id } = await late.predictions.create({ model: "acme/text", input });
  await early.predictions.get(id);

  const rows = await scene.rows();
  expect(rows.map((row) => row.span_attributes?.name)).toEqual([
    "replicate.run",
    "replicate.predictions.create",
    "replicate.predictions.create",
  ]);
  await late.predictions.get(rows[1]?.id ?? "");
  await expectEachEndedOnce(scene);
});

it("follows clients that were there before their class was wrapped", async () => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });
  const client = new Replicate({ auth: testToken(), fetch });

  wrapReplicate(Replicate);
  await client.run("acme/text", { input });
  const { id } = await client.predictions.create({ model: "acme/text", input });
  await client.predictions.get(id);

  expect(await scene.rows()).toHaveLength(2);
  await expectEachEndedOnce(scene);
});

it("follows a new client for every call, and leaks nothing", async () => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });
  const options = { auth: testToken(), fetch, userAgent: "langchain" };
  await wrapReplicate(new Replicate(options)).run("acme/text", { input });
  await scene.rows();
  const listeners = process.listenerCount("beforeExit");

  for (let call = 0; call < 50; call += 1) {
    await wrapReplicate(new Replicate(options)).run("acme/text", { input });
  }
  wrapReplicate(Replicate);
  for (let call = 0; call < 50; call += 1) {
    await new Replicate(options).run("acme/text", { input });
  }

  expect(await scene.rows()).toHaveLength(101);
  expect(process.listenerCount("beforeExit")).toBe(listeners);
  expect(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length).toBeLessThan(
    20,
  );
  await expectEachEndedOnce(scene);
});

it("traces nothing that was unwrapped, and follows what was open", async () => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });
  const client = wrapReplicate(new Replicate({ auth: testToken(), fetch }));

  const { id } = await client.predictions.create({ model: "acme/text", input });
  unwrapReplicate(unwrapReplicate(client));
  await client.run("acme/text", { input });
  expect(onlyRow(await scene.rows())).not.toHaveProperty("metrics.end");
  await wrapReplicate(client).predictions.get(id);

  expect(onlyRow(await scene.rows())).toMatchObject({ metadata: { status: "succeeded" } });
  await expectEachEndedOnce(scene);
});

it("puts each span below the span that is current, and `progress` inside it", async () => {
  const scene = await startScene();
  const { fetch } = createEmulator({ models: testModels() });
  const client = wrapReplicate(new Replicate({ auth: testToken(), fetch }));

  await traced(
    () =>
      client.run("acme/text", { input }, () => {
        startSpan({ name: "inside" }).end();
      }),
    { name: "app" },
  );

  const rows = await scene.rows();
  const run = rowNamed(rows, "replicate.run");
  expect(run.span_parents).toEqual([rowNamed(rows, "app").span_id]);
  const inside = rows.filter((row) => row.span_attributes?.name === "inside");
  expect(inside.map((row) => row.span_parents)).toEqual([[run.span_id], [run.span_id]]);
});
