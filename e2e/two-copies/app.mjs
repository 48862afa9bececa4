import { createRequire } from "node:module";
import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const require = createRequire(import.meta.url);
const commonjs = /** @type {typeof import("braintrust-replicate")} */ (
  require("braintrust-replicate")
);
if (commonjs.wrapReplicate === wrapReplicate) throw new Error("there is only one copy");

initLogger({ projectName: "scenarios" });
const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
wrapReplicate(replicate);
commonjs.wrapReplicate(replicate);
commonjs.wrapReplicate(Replicate);

await traced(
  async () => {
    await replicate.run("e2e/quick", { input: { prompt: "run" } });
    for await (const _ of replicate.stream("demo/text", { input: { prompt: "stream" } }));
    const created = await replicate.predictions.create({
      model: "e2e/quick",
      input: { prompt: "created through one copy" },
    });

    const replicate2 = commonjs.wrapReplicate(
      new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }),
    );
    await replicate2.wait(created, { interval: 20 });
  },
  { name: "two copies" },
);
