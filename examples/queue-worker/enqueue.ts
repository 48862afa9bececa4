/** Starts predictions and leaves their ids in a queue; another process sees them end. */
import { appendFileSync } from "node:fs";
import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const { QUEUE = "queue.txt", REPLICATE_BASE_URL = "https://api.replicate.com/v1" } = process.env;
const [...prompts] = process.argv.slice(2);

// The worker logs to the same project: that is where it completes these rows.
initLogger({ projectName: "Replicate examples" });
const replicate = wrapReplicate(new Replicate({ baseUrl: REPLICATE_BASE_URL }));

await traced(
  async () => {
    for (const prompt of prompts) {
      const { id } = await replicate.predictions.create({
        model: "black-forest-labs/flux-schnell",
        input: { prompt },
      });
      appendFileSync(QUEUE, `${id}\n`);
      console.log(`enqueued ${id}`);
    }
  },
  { name: "enqueue pictures" },
);
