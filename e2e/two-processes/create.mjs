import { initLogger } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const ids = [];
for (const [model, prompt] of [
  ["e2e/patient", "seen by get"],
  ["e2e/patient", "seen by wait"],
  ["e2e/endless", "canceled"],
  ["e2e/endless", "never seen again"],
]) {
  ids.push((await replicate.predictions.create({ model, input: { prompt } })).id);
}
console.log(JSON.stringify(ids));
