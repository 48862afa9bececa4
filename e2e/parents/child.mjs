import { initLogger, traced, withParent } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const [slug, logger] = process.argv.slice(2);
if (logger === "with-logger") initLogger({ projectName: "scenarios" });

const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));
const where = logger === "with-logger" ? "with a logger" : "without a logger";

const output = await withParent(slug, async () => {
  for await (const _ of replicate.stream("demo/text", { input: { prompt: `streamed ${where}` } }));
  await traced(() => replicate.run("e2e/quick", { input: { prompt: `traced ${where}` } }), {
    name: `another process, ${where}`,
  });
  return replicate.run("e2e/quick", { input: { prompt: `another process, ${where}` } });
});
console.log(JSON.stringify(output));
