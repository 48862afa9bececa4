// An app that is bundled with its own copy of the library.
const { initLogger } = require("braintrust");
const { wrapReplicate } = require("braintrust-replicate");
/** @type {typeof import("replicate").default} */
const Replicate = require("replicate");

initLogger({ projectName: "scenarios" });
const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
wrapReplicate(Replicate);
void wrapReplicate(replicate).run("demo/json", { input: { n: 1 } });
