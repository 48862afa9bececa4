import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { braintrustSink, flush, wrapReplicate, type Sink } from "braintrust-replicate";
import { expect, it } from "vitest";
import { shareSink } from "../../src/share-sink.ts";
import { expectEachEndedOnce } from "../support/expect-each-ended-once.ts";
import { onlyRow } from "../support/only-row.ts";
import { rememberingSink } from "../support/remembering-sink.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

const input = { prompt: "hi" };

function client(): Replicate {
  return new Replicate({
    auth: testToken(),
    fetch: createEmulator({ models: testModels() }).fetch,
  });
}

it("tells Braintrust and a sink of the app the same", async () => {
  const scene = await startScene();
  const own = rememberingSink();
  const replicate = wrapReplicate(client(), { sinks: [braintrustSink(), own] });

  await replicate.run("acme/text", { input });

  expect(onlyRow(await scene.rows())).toMatchObject({ metadata: { model: "acme/text" } });
  expect(own.opened).toMatchObject([{ operation: "replicate.run", input }]);
  expect(own.ended).toMatchObject([{ operation: "replicate.run", model: "acme/text" }]);
  await expectEachEndedOnce(scene);
});

it("needs no Braintrust where no sink is Braintrust's", async () => {
  const own = rememberingSink();
  const replicate = wrapReplicate(client(), { sinks: [own] });

  await replicate.run("acme/text", { input });

  expect(own.ended).toMatchObject([{ operation: "replicate.run", model: "acme/text" }]);
});

it.each(["open", "update", "end", "enter"])(
  "tells the others what one cannot take: %s throws",
  async (method) => {
    const own = rememberingSink();
    const problems: string[] = [];
    const replicate = wrapReplicate(client(), {
      sinks: [broken(method), own],
      onError: ({ message }) => problems.push(message),
    });

    await replicate.run("acme/text", { input });
    const { id } = await replicate.predictions.create({ model: "acme/text", input });
    await flush();
    await replicate.predictions.get(id);

    expect(own.ended.map(({ operation }) => operation)).toEqual([
      "replicate.run",
      "replicate.predictions.create",
    ]);
    expect(problems.join()).toContain("out of order");
  },
);

it("tells a shared sink of every client, once, until it is shared no more", async () => {
  const scene = await startScene();
  const shared = rememberingSink();
  const replicate = wrapReplicate(client());
  const unshare = shareSink(shared);

  await replicate.run("acme/text", { input });
  await wrapReplicate(client(), { sinks: [shared] }).run("acme/text", { input });
  unshare();
  await replicate.run("acme/text", { input });

  expect(shared.ended).toHaveLength(2);
  expect(await scene.rows()).toHaveLength(2);
  await expectEachEndedOnce(scene);
});

/** A sink of which one method throws. */
function broken(method: string): Sink {
  const fail = (): never => {
    throw new Error("out of order");
  };
  const sink = rememberingSink();
  return {
    ...sink,
    open: (place, record, options) => {
      if (method === "open") fail();
      const span = sink.open(place, record, options);
      return span && { ...span, [method]: fail };
    },
  };
}
