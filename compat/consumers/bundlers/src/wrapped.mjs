// An app that wraps its client, although the bundler has traced the class.
import { initLogger, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { scenario } from "./scenario.mjs";

initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth } = process.env;

traced(() => scenario(Replicate, { baseUrl, auth, trace: wrapReplicate }), {
  name: "scenario",
}).then((result) => console.log(JSON.stringify(result)));
