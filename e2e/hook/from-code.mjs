// An app that turns tracing on when its client is there already, and again with other options.
import { autoInstrument } from "braintrust-replicate/auto";
import { initLogger } from "braintrust";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
autoInstrument();
await replicate.run("demo/json", { input: { n: 1 } });
autoInstrument({ captureInput: false });
await replicate.run("demo/json", { input: { n: 2 } });
