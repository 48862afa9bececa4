// An app on Cloudflare: it answers, and what is still to be told is sent after that.
import { initLogger, traced } from "braintrust";
import { flush, wrapReplicate } from "braintrust-replicate";
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
    // Not where the bundler has traced the class.
    const trace = request.url.endsWith("/wrapped") ? wrapReplicate : (client) => client;
    const play = () => scenario(Replicate, { baseUrl, auth, trace });
    const result = await traced(play, { name: "scenario" });
    context.waitUntil(flush());
    return Response.json(result);
  },
};
