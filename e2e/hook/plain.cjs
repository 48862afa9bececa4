// The same in CommonJS.
/** @type {typeof import("replicate").default} */
const Replicate = require("replicate");

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
const wait = /** @type {const} */ ({ mode: "poll", interval: 40 });

async function main() {
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
}

void main();
