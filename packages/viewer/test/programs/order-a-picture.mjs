// An app of the unmodified SDK: what support/expect-the-order.ts compares with.
import { Attachment, flush, initLogger, updateSpan } from "braintrust";

const logger = initLogger({ projectName: "studio" });
let exported;
await logger.traced(
  async (order) => {
    const run = order.startSpan({ name: "replicate.run", type: "llm" });
    run.log({
      input: { prompt: "a heron at dawn", seed: 7 },
      metadata: { provider: "replicate", model: "black-forest-labs/flux-schnell" },
    });
    const data = new Blob([Buffer.from("iVBORw0KGgo=", "base64")]);
    run.log({
      output: [new Attachment({ data, filename: "heron.png", contentType: "image/png" })],
      metrics: { predict_time: 1.5, tokens: 12 },
      tags: ["birds"],
    });
    run.end();
    exported = await run.export();
    const stream = order.startSpan({ name: "replicate.stream", type: "llm" });
    stream.log({ output: "Half a ", error: "out of memory" });
    stream.end();
    await order
      .traced(() => Promise.reject(new Error("card declined")), { name: "charge" })
      .catch(() => {});
  },
  { name: "order a picture" },
);
await flush();
updateSpan({ exported, metadata: { rating: 5 } });
await flush();
