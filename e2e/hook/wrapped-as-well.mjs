// An app that also wraps by hand, a client and the class, with both copies of the library.
import { createRequire } from "node:module";
import { initLogger } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const require = createRequire(import.meta.url);
const commonjs = /** @type {typeof import("braintrust-replicate")} */ (
  require("braintrust-replicate")
);

initLogger({ projectName: "scenarios" });
commonjs.wrapReplicate(Replicate);
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));
await replicate.run("demo/json", { input: { n: 1 } });
