// An app that a bundler puts into one file, the client included: no hook sees that it is loaded.
import { ReplicateInstrumentation } from "braintrust-replicate/opentelemetry";
import Replicate from "replicate";
import { startSdk } from "./start-sdk.mjs";

async function main() {
  const instrumentation = new ReplicateInstrumentation();
  startSdk([instrumentation]);
  const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
  await replicate.run("demo/text", { input: { prompt: "before" } });
  instrumentation.manuallyInstrument(Replicate);
  await replicate.run("demo/text", { input: { prompt: "after" } });
}

void main();
