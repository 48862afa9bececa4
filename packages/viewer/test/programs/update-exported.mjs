// Another process learns how it ended.
import { flush, updateSpan } from "braintrust";

const [exported] = process.argv.slice(2);
updateSpan({
  exported,
  output: "a fine hat",
  metadata: { status: "succeeded" },
  metrics: { end: Date.now() / 1000 },
});
await flush();
