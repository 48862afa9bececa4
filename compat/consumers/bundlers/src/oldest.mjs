// An app with two copies of the client; the scenario is played by the older one.
import { initLogger, traced } from "braintrust";
import Newest from "replicate";
import Oldest from "replicate-oldest";
import { scenario } from "./scenario.mjs";

if (Newest === Oldest) throw new Error("there is only one copy of the client");
initLogger({ projectName: "compat" });
const { REPLICATE_BASE_URL: baseUrl, REPLICATE_API_TOKEN: auth } = process.env;

traced(() => scenario(Oldest, { baseUrl, auth }), { name: "scenario" }).then((result) =>
  console.log(JSON.stringify(result)),
);
