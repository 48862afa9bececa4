// The scenario in an ES module that knows nothing of tracing but a span of its own, with one
// client or several.
import { initLogger, traced } from "braintrust";
import { scenario } from "../where/scenario.mjs";

initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth, CLIENTS } = process.env;

/** @type {{ name: string, settings: Record<string, unknown> }[]} */
const clients = JSON.parse(CLIENTS);
// All are loaded before the first call, as an app would have them.
const loaded = await Promise.all(clients.map(({ name }) => import(name)));
const results = [];
for (const [at, { settings }] of clients.entries()) {
  const play = () => scenario(loaded[at].default, { baseUrl, auth, settings });
  results.push(await traced(play, { name: "scenario" }));
}
console.log(JSON.stringify(results.length === 1 ? results[0] : results));
