import { initLogger, traced } from "braintrust";
import { flush, wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const output = await traced(
  () => replicate.run("e2e/quick", { input: { prompt: "run", file: new Blob(["bytes"]) } }),
  { name: "nobody hears this" },
);
let text = "";
for await (const event of replicate.stream("demo/text", { input: { prompt: "s" } })) {
  if (event.event === "output") text += event.data;
}
await flush({ timeoutMs: 2000 });
console.log(JSON.stringify([output, text.length]));
