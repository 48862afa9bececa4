// The same in CommonJS.
const { initLogger, traced } = require("braintrust");
const Replicate = require("replicate");

initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth } = process.env;
void import("./scenario.mjs")
  .then(({ scenario }) =>
    traced(() => scenario(Replicate, { baseUrl, auth }), { name: "scenario" }),
  )
  .then((result) => console.log(JSON.stringify(result)));
