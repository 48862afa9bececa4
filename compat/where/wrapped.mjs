// The scenario with a client wrapped by hand: what every other way to trace is compared with.
import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { scenario } from "./scenario.mjs";

initLogger({ projectName: "compat" });
const result = await traced(
  () =>
    scenario(Replicate, {
      baseUrl: process.env.REPLICATE_BASE_URL,
      auth: process.env.REPLICATE_API_TOKEN,
      trace: wrapReplicate,
    }),
  { name: "scenario" },
);
console.log(JSON.stringify(result));
