// An app that knows nothing of the collector but two environment variables.
import { initLogger, traced } from "braintrust";

initLogger({ projectName: "shop" });
await traced(
  async () => {
    await traced(async (span) => span.log({ output: "a fine hat" }), {
      name: "replicate.run",
      type: "llm",
    });
    const charge = async () => {
      throw new Error("card declined");
    };
    await traced(charge, { name: "charge" }).catch(() => undefined);
  },
  { name: "order" },
);
