// Starts a span, prints where it can be continued, and ends without ending it.
import { initLogger } from "braintrust";

const logger = initLogger({ projectName: "shop" });
const span = logger.startSpan({ name: "replicate.predictions.create", type: "llm" });
span.log({ input: { prompt: "a hat" }, metadata: { status: "starting" } });
await logger.flush();
console.log(await span.export());
