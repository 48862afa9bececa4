// The scenario with all clients traced from code.
import { initLogger, traced } from "braintrust";
import { autoInstrument } from "braintrust-replicate/auto";
import Replicate from "replicate";
import { scenario } from "./scenario.mjs";

autoInstrument();
initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth } = process.env;
const result = await traced(() => scenario(Replicate, { baseUrl, auth }), { name: "scenario" });
console.log(JSON.stringify(result));
