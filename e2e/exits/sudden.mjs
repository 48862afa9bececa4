import { flush, initLogger } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const created = await replicate.predictions.create({
  model: "e2e/endless",
  input: { prompt: "posted, never finished" },
});
await flush();
replicate.run("e2e/patient", { input: { prompt: "never posted" } }).catch(() => {});
console.log(JSON.stringify(created.status));
process.exit(3);
