import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

await traced(
  async () => {
    const input = { prompt: "nobody waits for this" };
    await replicate.predictions.create({ model: "e2e/endless", input });

    const stream = replicate.stream("e2e/long-text", { input: { prompt: "read in part" } });
    // Not by a loop, which would close the stream at its end.
    for (let events = 0; events < 3; events += 1) await stream.next();
    replicate.stream("e2e/long-text", { input: { prompt: "never read" } });
  },
  { name: "ends with things open" },
);
