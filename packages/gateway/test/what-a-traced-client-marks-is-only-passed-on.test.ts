import { currentLogger, flush, initLogger } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { expect, it, onTestFinished } from "vitest";
import { startTracedStage, type TracedStage } from "./support/start-traced-stage.ts";

const input = { prompt: "the sea" };

/** A client that is traced itself, into the collector that the gateway writes to. */
async function tracedClient({ baseUrl, collector }: TracedStage): Promise<Replicate> {
  const braintrust = await collector.listen();
  onTestFinished(() => braintrust.close());
  initLogger({ projectName: "client", apiKey: "k", appUrl: braintrust.url });
  expect(currentLogger()).toBeDefined();
  const client = new Replicate({ auth: "r8_test", baseUrl, useFileOutput: false });
  return wrapReplicate(client, { propagate: true });
}

it("makes no second span of what the client traces, streams and late looks included", async () => {
  const stage = await startTracedStage();
  const replicate = await tracedClient(stage);

  await replicate.run("acme/text", { input, wait: { mode: "poll", interval: 5 } });
  const chunks: string[] = [];
  for await (const { event, data } of replicate.stream("acme/text", { input })) {
    if (event === "output") chunks.push(data);
  }
  const { id } = await replicate.predictions.create({ model: "acme/text", input });
  await replicate.wait(await replicate.predictions.get(id), { interval: 5 });
  await replicate.predictions.get(id);
  const slow = await replicate.predictions.create({ model: "acme/slow", input });
  await replicate.predictions.cancel(slow.id);
  await replicate.run("acme/failing", { input }).catch(() => undefined);
  // What follows is not marked, so that its row comes after all that the gateway has to say.
  await new Replicate({ auth: "r8_test", baseUrl: stage.baseUrl }).run("acme/quick", { input });
  await flush();

  const rows = await stage.ended(6);
  expect(chunks.join("")).toBe("Once upon a time");
  const named = (name: string) => rows.filter((row) => row.span_attributes?.name === name);
  expect(rows).toHaveLength(6);
  expect(named("replicate.run")).toHaveLength(2);
  expect(named("replicate.stream")).toHaveLength(1);
  // The client's two, and the unmarked one of the gateway.
  expect(named("replicate.predictions.create")).toHaveLength(3);
  const sent = stage.emulator.requests.map(({ headers }) => JSON.stringify(headers));
  expect(sent.filter((headers) => headers.includes("braintrust"))).toEqual([]);
});
