// An app in a browser, which cannot tell the current span by itself: spans are given their parent.
import { initLogger } from "braintrust";
import { flush, wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { scenario } from "../../where/scenario.mjs";

/** @type {(settings: { apiKey: string, auth: string }) => Promise<unknown>} */
globalThis.play = async ({ apiKey, auth }) => {
  const { origin } = globalThis.location;
  const logger = initLogger({ projectName: "compat", apiKey, appUrl: origin });
  const parent = logger.startSpan({ name: "scenario" });
  const trace = (client) => wrapReplicate(client, { parent });
  const result = await scenario(Replicate, { baseUrl: `${origin}/v1`, auth, trace });
  parent.end();
  await flush();
  return result;
};
