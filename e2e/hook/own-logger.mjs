// An app with a logger of its own, made after its client and before its first call.
import Replicate from "replicate";
import { initLogger } from "braintrust";

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
initLogger({ projectName: "the app's own" });
await replicate.run("e2e/quick", { input: {} });
