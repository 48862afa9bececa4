// An app that knows nothing of tracing, and calls Replicate as soon as it is there.
import Replicate from "replicate";

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
const wait = /** @type {const} */ ({ mode: "poll", interval: 40 });

const before = Date.now() / 1000;
/** @type {Promise<unknown> | undefined} */
let inner;
const outer = replicate.run("e2e/patient", { input: { n: 1 }, wait }, () => {
  inner ??= replicate.run("e2e/quick", { input: { n: 2 }, wait });
});
const after = Date.now() / 1000;
const outputs = [await outer, await inner];
await replicate.run("e2e/inline-image", { input: { n: 3 }, wait });
console.log(JSON.stringify({ before, after, outputs }));
