// The same in TypeScript, which a loader translates.
import { initLogger, traced } from "braintrust";
import Replicate from "replicate";
import { scenario } from "../where/scenario.mjs";

initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl = "", REPLICATE_API_TOKEN: auth = "" } = process.env;
const play = (): Promise<unknown> => scenario(Replicate, { baseUrl, auth });
console.log(JSON.stringify(await traced(play, { name: "scenario" })));
