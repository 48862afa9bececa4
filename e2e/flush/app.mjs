import { initLogger, traced } from "braintrust";
import { flush, wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const input = { prompt: "frozen" };
await traced(
  async () => {
    await replicate.run("e2e/quick", { input });
    await replicate.predictions.create({ model: "e2e/endless", input });
    const stream = replicate.stream("e2e/long-text", { input });
    for (let events = 0; events < 3; events += 1) await stream.next();
  },
  { name: "a function that is frozen after its answer" },
);

const began = performance.now();
await flush({ timeoutMs: Number(process.env.TIMEOUT_MS) });
console.log(JSON.stringify(Math.round(performance.now() - began)));

// Frozen for good: nothing that runs at an exit runs.
process.kill(process.pid, "SIGKILL");
