import { traced } from "braintrust";
import { flush, wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const output = await traced(() => replicate.run("e2e/quick", { input: { prompt: "run" } }));
let text = "";
for await (const event of replicate.stream("demo/text", { input: { prompt: "s" } })) {
  if (event.event === "output") text += event.data;
}
const created = await replicate.predictions.create({ model: "e2e/quick", input: {} });
const { status } = await replicate.wait(created, { interval: 20 });
await flush();
console.log(JSON.stringify([output, text.length, status]));
