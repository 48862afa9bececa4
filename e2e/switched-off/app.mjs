import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

await traced(() => replicate.run("e2e/quick", { input: { prompt: "off" } }), { name: "off" });
delete process.env.BRAINTRUST_DISABLE_INSTRUMENTATION;
await traced(() => replicate.run("e2e/quick", { input: { prompt: "on" } }), { name: "on again" });
