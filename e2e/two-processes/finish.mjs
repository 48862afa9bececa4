import { flush, initLogger } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const [byGet, byWait, byCancel] = process.argv.slice(2);

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }), {
  joinByPredictionId: process.env.JOIN === "1",
});

let prediction = await replicate.predictions.get(byGet);
while (prediction.status !== "succeeded") {
  await new Promise((resolve) => setTimeout(resolve, 40));
  prediction = await replicate.predictions.get(byGet);
}
const waited = await replicate.wait({ id: byWait, status: "starting" }, { interval: 40 });
const canceled = await replicate.predictions.cancel(byCancel);
await flush();
console.log(JSON.stringify([prediction.status, waited.status, canceled.status]));
