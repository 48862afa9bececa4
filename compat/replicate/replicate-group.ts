import type { CheckGroup } from "../support/check.ts";
import { inTurns } from "../support/in-turns.ts";
import { checkScenario } from "./check-scenario.ts";
import { REPLICATE_VERSIONS } from "./replicate-versions.ts";

/** The client, from the oldest supported version to the newest. */
export const REPLICATE_GROUP: CheckGroup = {
  name: "replicate",
  about:
    "One program over every version of the client: the caller gets the same and Replicate is asked the same with tracing and without, and each execution is the span that the contract promises.",
  run: () =>
    inTurns(REPLICATE_VERSIONS, (client) =>
      checkScenario({ subject: `replicate ${client.version}`, client }),
    ),
};
