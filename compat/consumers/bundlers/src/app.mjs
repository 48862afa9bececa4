// An app that knows nothing of tracing but its own logger.
import { initLogger, traced } from "braintrust";
import Replicate from "replicate";
import { scenario } from "./scenario.mjs";

initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth } = process.env;

export const done = traced(() => scenario(Replicate, { baseUrl, auth }), { name: "scenario" }).then(
  (result) => console.log(JSON.stringify(result)),
);
