// An app on Cloudflare: it answers, and what is still to be told is sent after that.
import { initLogger, traced } from "braintrust";
import { flush } from "braintrust-replicate";
import Replicate from "replicate";
import { scenario } from "../../where/scenario.mjs";

export default {
  async fetch(request, env, context) {
    initLogger({
      projectName: "compat",
      apiKey: env.BRAINTRUST_API_KEY,
      appUrl: env.BRAINTRUST_APP_URL,
    });
    const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth } = env;
    const result = await traced(() => scenario(Replicate, { baseUrl, auth }), { name: "scenario" });
    if (!request.url.endsWith("/forgetful")) context.waitUntil(flush());
    return Response.json(result);
  },
};
