// The same in CommonJS.
const { initLogger, traced } = require("braintrust");

initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth, CLIENTS } = process.env;

/** @type {{ name: string, settings: Record<string, unknown> }[]} */
const clients = JSON.parse(CLIENTS);
const loaded = clients.map(({ name }) => require(name));

async function main() {
  const { scenario } = await import("../where/scenario.mjs");
  const results = [];
  for (const [at, { settings }] of clients.entries()) {
    const play = () => scenario(loaded[at], { baseUrl, auth, settings });
    results.push(await traced(play, { name: "scenario" }));
  }
  console.log(JSON.stringify(results.length === 1 ? results[0] : results));
}

void main();
