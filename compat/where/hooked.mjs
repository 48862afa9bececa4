// The scenario in an ES module that knows nothing of tracing but its own span.
import { initLogger, traced } from "braintrust";
import Replicate from "replicate";
import { scenario } from "./scenario.mjs";

initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth } = process.env;
const result = await traced(() => scenario(Replicate, { baseUrl, auth }), { name: "scenario" });
console.log(JSON.stringify(result));
