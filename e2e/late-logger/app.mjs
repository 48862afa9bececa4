import { initLogger } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));
const run = (/** @type {string} */ prompt) => replicate.run("e2e/quick", { input: { prompt } });

await run("before there is a logger");
initLogger({ projectName: "scenarios" });
await run("after");
for await (const _ of replicate.stream("demo/text", { input: { prompt: "after" } }));
