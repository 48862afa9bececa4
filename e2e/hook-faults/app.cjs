// The same in CommonJS.
/** @type {typeof import("replicate").default} */
const Replicate = require("replicate");

const replicate = new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL });
void replicate.run("demo/text", { input: { prompt: "rain" } }).then((output) => {
  process.stdout.write(`${JSON.stringify(output)}\n`);
  process.exitCode = 3;
});
