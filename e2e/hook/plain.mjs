// An app that knows nothing of tracing.
import Replicate from "replicate";

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
const first = replicate.run("demo/json", { input: { n: 1 } }, ({ status }) => {
  // Below the first run, as its callback is.
  if (status === "succeeded") inner ??= replicate.run("e2e/quick", { input: {} });
});
let inner;
await first;
await inner;
let text = "";
for await (const { event, data } of replicate.stream("demo/text", { input: { prompt: "rain" } })) {
  if (event === "output") text += data;
}
console.log(JSON.stringify({ text }));
