// An app that knows OpenTelemetry by its environment alone: where to send, and in which encoding.
import { NodeSDK } from "@opentelemetry/sdk-node";
import { ReplicateInstrumentation } from "braintrust-replicate/opentelemetry";
import Replicate from "replicate";

const sdk = new NodeSDK({ instrumentations: [new ReplicateInstrumentation()] });
sdk.start();

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });

await replicate.run("demo/text", {
  input: { prompt: "the sea", temperature: 0.25, max_new_tokens: 64, stop_sequences: "###" },
});
for await (const _ of replicate.stream("demo/text", { input: { prompt: "the tide" } }));
const created = await replicate.predictions.create({
  model: "demo/text",
  input: { prompt: "the wind" },
});
await replicate.wait(created, { interval: 20 });
await replicate.run("demo/failing", { input: { prompt: "anything" } }).catch(() => {});
await replicate.run("acme/nothing", { input: {} }).catch(() => {});

await sdk.shutdown();
