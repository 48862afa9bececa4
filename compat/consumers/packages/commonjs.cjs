const { initLogger } = require("braintrust");
const { wrapReplicate } = require("braintrust-replicate");
const Replicate = require("replicate");

initLogger({ projectName: "compat" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));

const file = new Blob(["bytes of a file"], { type: "text/plain" });
const run = replicate.run("demo/json", { input: { file } });
void run.then(({ label }) => console.log(label));
