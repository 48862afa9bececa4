// An app that switches tracing off and on while it runs.
import { initLogger } from "braintrust";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
process.env.BRAINTRUST_DISABLE_INSTRUMENTATION = "openai, replicate";
await replicate.run("demo/json", { input: { n: 1 } });
delete process.env.BRAINTRUST_DISABLE_INSTRUMENTATION;
await replicate.run("demo/json", { input: { n: 2 } });
