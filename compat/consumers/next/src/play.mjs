// What each route does: it knows nothing of tracing but its own logger.
import { flush, initLogger, traced } from "braintrust";
import Replicate from "replicate";
import { scenario } from "./scenario.mjs";

export async function play() {
  const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth } = process.env;
  initLogger({
    projectName: "compat",
    apiKey: process.env.BRAINTRUST_API_KEY,
    appUrl: process.env.BRAINTRUST_APP_URL,
  });
  const result = await traced(() => scenario(Replicate, { baseUrl, auth }), { name: "scenario" });
  await flush();
  return result;
}
