// Starts a prediction that never ends and a stream that is not read to its end, and has no more to
// do. Prints how many milliseconds passed until the process was over.
import { initLogger, traced } from "braintrust";
import Replicate from "replicate";
import { wrapReplicate } from "braintrust-replicate";
import { createEmulator } from "replicate-emulator";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

initLogger({ projectName: "tracing" });
const { fetch } = createEmulator({ models: testModels() });
const client = wrapReplicate(new Replicate({ auth: testToken(), fetch }));

await traced(() => client.predictions.create({ model: "acme/never", input: { prompt: "hi" } }), {
  name: "app",
});
await client.stream("acme/drip", { input: {} }).next();

const done = performance.now();
process.on("exit", () => console.log(Math.round(performance.now() - done)));
