import * as braintrust from "braintrust-3-1";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const { initLogger, traced, withParent } = braintrust;

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }), {
  braintrust,
});

const slug = await traced(
  async (span) => {
    const file = new Blob(["bytes of a file"], { type: "text/plain" });
    await replicate.run("e2e/quick", { input: { prompt: "run", file } });
    for await (const _ of replicate.stream("demo/text", { input: { prompt: "stream" } }));
    const created = await replicate.predictions.create({ model: "e2e/quick", input: {} });
    await replicate.wait(created, { interval: 20 });
    await replicate.run("demo/failing", { input: {} }).catch(() => {});
    return span.export();
  },
  { name: "the oldest SDK" },
);
await withParent(slug, () => replicate.run("e2e/quick", { input: { prompt: "by slug" } }));
