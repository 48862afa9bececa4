import { initLogger } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "compat" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const file = new Blob(["bytes of a file"], { type: "text/plain" });
const seen = await replicate.run("demo/json", { input: { file } });
console.log(seen.label);
