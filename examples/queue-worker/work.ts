/** Takes the ids out of the queue and completes the rows of the process that created them. */
import { readFileSync, rmSync } from "node:fs";
import { initLogger } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const { QUEUE = "queue.txt", REPLICATE_BASE_URL = "https://api.replicate.com/v1" } = process.env;

initLogger({ projectName: "Replicate examples" });
const replicate = wrapReplicate(new Replicate({ baseUrl: REPLICATE_BASE_URL }), {
  joinByPredictionId: true,
});

for (const id of readFileSync(QUEUE, "utf8").trim().split("\n")) {
  const seen = await replicate.predictions.get(id);
  const ended = await replicate.wait(seen, { interval: 500 });
  console.log(id, ended.status, ended.output);
}
rmSync(QUEUE);
