import { initLogger, traced } from "braintrust";
import { unwrapReplicate, wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const baseUrl = process.env.REPLICATE_BASE_URL;

initLogger({ projectName: "scenarios" });
const replicateBefore = new Replicate({ baseUrl });
const keys = Object.keys(replicateBefore);
wrapReplicate(Replicate);
const replicateAfter = new Replicate({ baseUrl });

await traced(
  async () => {
    await everyMethodOf(replicateAfter, "a client made later");
    await everyMethodOf(replicateBefore, "a client made before");
    wrapReplicate(replicateAfter);
    await everyMethodOf(replicateAfter, "a client wrapped as well");
  },
  { name: "the whole class" },
);

unwrapReplicate(replicateAfter);
unwrapReplicate(Replicate);
await everyMethodOf(replicateAfter, "nobody looks");

console.log(
  JSON.stringify({
    sameKeys: Object.keys(replicateAfter).join() === keys.join(),
    instance: replicateAfter instanceof Replicate,
  }),
);

/** @type {(replicate: Replicate, prompt: string) => Promise<void>} */
async function everyMethodOf(replicate, prompt) {
  await replicate.run("e2e/quick", { input: { prompt } });
  const created = await replicate.predictions.create({ model: "e2e/quick", input: { prompt } });
  await replicate.wait(created, { interval: 20 });
  for await (const _ of replicate.stream("demo/text", { input: { prompt } }));
}
