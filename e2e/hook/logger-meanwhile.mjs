// An app that makes its logger while its first call is under way.
import Replicate from "replicate";

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
const running = replicate.run("e2e/quick", { input: {} });
const { initLogger } = await import("braintrust");
initLogger({ projectName: "the app's own" });
await running;
